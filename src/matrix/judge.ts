import { FATES, type Fate } from "../core/index.js";
import { binomialTest, wilson } from "../verdict/index.js";
import { type MatrixCell, NONE } from "./document.js";
import { holm } from "./holm.js";

/** A cell before it is judged. */
export type MeasuredCell = Omit<MatrixCell, "interval" | "p" | "verdict" | "reasons"> & {
  /** Why it was not run at all, if so. */
  not?: { verdict: "not applicable" | "not possible"; why: string };
};

/**
 * Judges the cells of a matrix together: each count of each sound cell beside theory by the exact two-sided binomial
 * test, corrected over all of them. A mitigated cell is worth nothing unless its twin without the mitigation is as
 * expected.
 */
export function judgeCells(cells: readonly MeasuredCell[]): MatrixCell[] {
  const tested = cells.map((cell) => ({ cell, tests: testsOf(cell) }));
  const refused = new Set(holm(tested.flatMap(({ tests }) => tests)));
  const judged = tested.map(({ cell, tests }) => judgeCell(cell, tests, refused));
  return judged.map((cell) => holdToTwin(cell, judged));
}

/** One count of a cell beside theory. */
interface Test {
  fate: Fate;
  p: number;
}

// None of a cell that proves nothing.
function testsOf(cell: MeasuredCell): Test[] {
  const known = knownOf(cell);
  if (!known || cell.doubts.length > 0) return [];
  const { counts, expected, connections } = known;
  return FATES.map((fate) => ({
    fate,
    p: binomialTest(counts[fate], connections, expected[fate]),
  }));
}

/** The counts of a cell, and theory of as many connections. */
interface Known {
  counts: Record<Fate, number>;
  expected: Record<Fate, number>;
  connections: number;
}

/** What is known of a cell; undefined where it was not run or its fates are open. */
function knownOf(cell: MeasuredCell): Known | undefined {
  const { own, collateral, stalled, survived, expected, connections } = cell;
  if (own === null || collateral === null || stalled === null || survived === null)
    return undefined;
  if (expected === null) return undefined;
  return { counts: { own, collateral, stalled, survived }, expected, connections };
}

function judgeCell(
  measured: MeasuredCell,
  tests: readonly Test[],
  refused: ReadonlySet<Test>,
): MatrixCell {
  const { not, ...cell } = measured;
  const known = knownOf(cell);
  const judged = {
    ...cell,
    interval: known ? intervals(known) : null,
    p: tests.length > 0 ? Math.min(...tests.map(({ p }) => p)) : null,
  };
  if (not) return { ...judged, verdict: not.verdict, reasons: [not.why] };
  if (!known || cell.doubts.length > 0)
    return { ...judged, verdict: "inconclusive", reasons: cell.doubts };
  if (cell.missed.length > 0) return { ...judged, verdict: "worse", reasons: cell.missed };
  const wrong = tests.filter((test) => refused.has(test)).map(({ fate }) => fate);
  if (wrong.length === 0) return { ...judged, verdict: "as expected", reasons: [] };
  const verdict = isBetter(known, wrong) ? "better" : "worse";
  return { ...judged, verdict, reasons: [beside(known)] };
}

// More survivors, that chance alone may have made, do not outweigh a loss that it cannot.
function isBetter({ counts, expected, connections }: Known, wrong: readonly Fate[]): boolean {
  const isAbove = (fate: Fate) => counts[fate] > expected[fate] * connections;
  return isAbove("survived") && (wrong.includes("survived") || !wrong.some(isAbove));
}

function intervals({ counts, connections }: Known): Record<Fate, [number, number]> {
  return Object.fromEntries(
    FATES.map((fate) => [fate, wilson(counts[fate], connections)]),
  ) as Record<Fate, [number, number]>;
}

function beside({ counts, expected, connections }: Known): string {
  return FATES.map(
    (fate) => `${counts[fate]} ${fate}, theory ${(expected[fate] * connections).toFixed(1)}`,
  ).join("; ");
}

function holdToTwin(cell: MatrixCell, all: readonly MatrixCell[]): MatrixCell {
  if (cell.mitigation === NONE || cell.verdict.startsWith("not ")) return cell;
  const twin = all.find((one) => one.mitigation === NONE && sameButMitigation(one, cell));
  if (twin?.verdict === "as expected") return cell;
  const why = twin
    ? `without ${cell.mitigation} it is ${twin.verdict}, so that this proves nothing`
    : `${cell.cause} without ${cell.mitigation} was not run`;
  return { ...cell, verdict: "inconclusive", reasons: [...cell.reasons, why] };
}

function sameButMitigation(a: MatrixCell, b: MatrixCell): boolean {
  return a.cause === b.cause && a.members === b.members && a.family === b.family;
}
