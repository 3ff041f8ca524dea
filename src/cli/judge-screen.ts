import { caseId, plural, printable } from "../core/index.js";
import type { MatrixDocument } from "../matrix/index.js";
import type { CaseResult } from "../verdict/index.js";

/**
 * How a run that was judged again compares with what was found before: what changed, and what could not be judged.
 * @param isJudged tells by its id whether a case had evidence to be judged by
 */
export function judgedScreen(
  before: readonly CaseResult[],
  now: readonly CaseResult[],
  isJudged: (id: string) => boolean,
): string {
  const ids = now.map(caseId);
  const judged = ids.filter(isJudged);
  const ofCases = (cases: readonly CaseResult[]) =>
    verdictsById(cases.map((one) => ({ id: caseId(one), verdict: one.verdict })));
  const kept = ids.filter((id) => !isJudged(id));
  const lines = [
    ...changes(
      `judged again: ${plural(judged.length, "case")}`,
      judged,
      ofCases(before),
      ofCases(now),
    ),
    ...(kept.length > 0 ? [`could not be judged again: ${kept.join(", ")}`] : []),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

/** The same of the cells of a matrix, in the words of their verdicts. */
export function matrixChanges(before: MatrixDocument, now: MatrixDocument): string {
  const ids = now.cells.map(({ id }) => id);
  const what = `the matrix: ${plural(ids.length, "cell")}`;
  const lines = changes(what, ids, verdictsById(before.cells), verdictsById(now.cells));
  return `${lines.map(printable).join("\n")}\n`;
}

/** How many verdicts are others than before, and each of those. */
function changes(what: string, ids: readonly string[], before: Verdicts, now: Verdicts): string[] {
  const changed = ids.filter((id) => before.get(id) !== now.get(id));
  return [
    `${what}, ${changed.length || "none"} with another verdict than before`,
    ...changed.map((id) => `  ${id}: ${before.get(id)} before, ${now.get(id)} now`),
  ];
}

type Verdicts = ReadonlyMap<string, string>;

function verdictsById(judged: readonly { id: string; verdict: string }[]): Verdicts {
  return new Map(judged.map(({ id, verdict }) => [id, verdict]));
}
