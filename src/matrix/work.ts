import { ShiftError } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import { type CellFolders, cellCase } from "./cell-file.js";
import type { CellSpec } from "./cell-spec.js";
import type { MeasuredCell } from "./judge.js";
import { type MatrixRequest, planCells } from "./plan.js";
import { cellsOfShard, estimatedSeconds, type Shard } from "./shard.js";

/** Why this host cannot run a case; undefined where it can. */
export type HostLacks = (planned: PlannedCase) => string | undefined;

/** A cell that is not run, and why. */
export interface SkippedCell {
  spec: CellSpec;
  not: NonNullable<MeasuredCell["not"]>;
}

/** A cell that can be run here. */
export interface WorkCell {
  spec: CellSpec;
  planned: PlannedCase;
  /** Roughly, in seconds. */
  cost: number;
}

/** The cells of a shard: those to run, and those that make no sense or are not possible on this host. */
export function workOf(
  request: MatrixRequest,
  shard: Shard,
  folders: CellFolders,
  lacks: HostLacks,
): { cells: WorkCell[]; skipped: SkippedCell[] } {
  const planned = planCells(request).map(({ why, ...spec }) => ({
    ...spec,
    why,
    planned: why === undefined ? cellCase(spec, folders) : undefined,
  }));
  const costed = planned.map((cell) => ({
    ...cell,
    cost: cell.planned ? estimatedSeconds(cell, cell.planned.scenario) : 0,
  }));
  const mine = cellsOfShard(costed, shard);
  const cells: WorkCell[] = [];
  const skipped: SkippedCell[] = [];
  for (const { why, planned: ready, cost, ...spec } of mine) {
    const lack = ready && lacks(ready);
    if (why !== undefined) skipped.push({ spec, not: { verdict: "not applicable", why } });
    else if (lack !== undefined)
      skipped.push({ spec, not: { verdict: "not possible", why: lack } });
    else if (ready) cells.push({ spec, planned: ready, cost });
  }
  if (mine.length > 0) return { cells, skipped };
  throw new ShiftError({
    code: "E_USAGE",
    message: `shard ${shard.index}/${shard.of} has no cell`,
    hint: "there are more shards than causes to deal out: take fewer",
  });
}
