import { caseId, worstOf } from "../core/index.js";
import type { CaseResult, RunDocument } from "./document.js";

/** The result of a case among those of a run. @param id as `caseId` makes it */
export function resultOf(results: readonly CaseResult[], id: string): CaseResult | undefined {
  return results.find((one) => caseId(one) === id);
}

/**
 * A case is worth nothing when the control of its lab and family broke: what breaks connections without any event can
 * make an expectation fail as well as hold.
 * Changes the results in place.
 * @param controlsOf the ids of a case's controls; none for one that has none, or is itself one
 */
export function holdToControls(
  results: readonly CaseResult[],
  controlsOf: (id: string) => readonly string[],
): void {
  for (const result of results) {
    for (const control of controlsOf(caseId(result))) {
      const outcome = resultOf(results, control);
      if (outcome?.verdict === "pass") continue;
      result.verdict = "inconclusive";
      // First: it is what decides, whatever the expectations came to.
      result.reasons.unshift(
        `its control ${control} ${outcome ? `is ${outcome.verdict}` : "did not run"}`,
      );
    }
  }
}

/** The verdict of a run: the worst of its cases, and never a pass where something went wrong that belongs to none of them. */
export function verdictOf({ cases, errors }: Pick<RunDocument, "cases" | "errors">) {
  return worstOf([
    ...cases.map(({ verdict }) => verdict),
    ...(errors.length > 0 ? (["inconclusive"] as const) : []),
  ]);
}
