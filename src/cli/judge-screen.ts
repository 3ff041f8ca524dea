import { caseId, plural, printable } from "../core/index.js";
import type { MatrixDocument } from "../matrix/index.js";
import { type CaseResult, resultOf } from "../verdict/index.js";

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
  const kept = ids.filter((id) => !isJudged(id));
  const changes = judged.flatMap((id) => {
    const [former, verdict] = [before, now].map((results) => resultOf(results, id)?.verdict);
    return former === verdict ? [] : [`  ${id}: ${former} before, ${verdict} now`];
  });
  const lines = [
    `judged again: ${plural(judged.length, "case")}, ${changes.length || "none"} with another verdict than before`,
    ...changes,
    ...(kept.length > 0 ? [`could not be judged again: ${kept.join(", ")}`] : []),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

/** The same of the cells of a matrix, in the words of their verdicts. */
export function matrixChanges(before: MatrixDocument, now: MatrixDocument): string {
  const former = new Map(before.cells.map(({ id, verdict }) => [id, verdict]));
  const changes = now.cells.flatMap(({ id, verdict }) =>
    former.get(id) === verdict ? [] : [`  ${id}: ${former.get(id)} before, ${verdict} now`],
  );
  const lines = [
    `the matrix: ${plural(now.cells.length, "cell")}, ${changes.length || "none"} with another verdict than before`,
    ...changes,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
