import type { Scenario, Step } from "../scenario/index.js";
import { type CellSpec, theoryOf } from "./cell-spec.js";

/** One of several parts of a matrix; `index` counts from 1. */
export interface Shard {
  index: number;
  of: number;
}

/** A cell and what it costs to run, in seconds. */
export interface CostedCell extends CellSpec {
  cost: number;
}

// Of a cell on two cores, without what its timeline waits: captures, connections, judging.
const BASE_SECONDS = 2;
// How long a stalled connection waits for its answer.
const STALL_SECONDS = 3;

/** Roughly how many seconds a cell takes, from its plan alone, so that every machine shares the work alike. */
export function estimatedSeconds(spec: CellSpec, { timeline }: Scenario): number {
  const waits = timeline.reduce((sum, step) => sum + waitOf(step), 0) / 1000;
  return BASE_SECONDS + waits + (theoryOf(spec).stalled > 0 ? STALL_SECONDS : 0);
}

function waitOf(step: Step): number {
  const own =
    step.do === "flap" ? step.times * (step.down + step.up) : "for" in step ? step.for : 0;
  return (step.after ?? 0) + own;
}

/**
 * The cells of one shard. Cells that differ in their mitigation alone stay together, because each is compared with the
 * one that has none; such groups are dealt, the longest first, to the shard that has least to do.
 */
export function cellsOfShard<T extends CostedCell>(cells: readonly T[], { index, of }: Shard): T[] {
  const costs = new Map<string, number>();
  for (const cell of cells) costs.set(groupKey(cell), (costs.get(groupKey(cell)) ?? 0) + cell.cost);
  const loads = Array.from({ length: of }, () => 0);
  const mine = new Set<string>();
  for (const [key, cost] of [...costs].sort(([, a], [, b]) => b - a)) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + cost;
    if (least === index - 1) mine.add(key);
  }
  return cells.filter((cell) => mine.has(groupKey(cell)));
}

function groupKey({ cause, cell }: CellSpec): string {
  return `${cause.id} ${cell.members} ${cell.family}`;
}
