import { caseId, ShiftError, shiftErrorOf } from "../core/index.js";
import type { Scenario } from "../scenario/index.js";
import type { CaseResult, RunDocument } from "./document.js";
import { evidencePath, readEvidence, recordedCases, type Ties } from "./evidence.js";
import { judgeCase } from "./judge.js";
import { holdToControls } from "./whole-run.js";

/** What came of judging the cases of a run again. */
export interface JudgedAgain {
  /** In the order of the run; a case of which nothing was recorded, or nothing that can be read, is inconclusive. */
  cases: CaseResult[];
  /** Errors of the run, without those of cases that could not be judged then, and with those of cases that cannot now. */
  errors: RunDocument["errors"];
  /** What each case is held to that was judged again, by its id. */
  ties: ReadonlyMap<string, Ties & { scenario: Scenario }>;
}

/**
 * Judges the cases of a run again, from the evidence and the captures in its folder alone, one after the other.
 * @throws ShiftError E_FILE of the first evidence where there is some, and none of it can be read
 */
export async function judgeAgain(
  { cases: before, errors }: RunDocument,
  runFolder: string,
): Promise<JudgedAgain> {
  const cases: CaseResult[] = [];
  const ties = new Map<string, Ties & { scenario: Scenario }>();
  const unjudged = new Map<string, ShiftError>();
  const recorded = new Set(recordedCases(runFolder));
  for (const one of before) {
    const id = caseId(one);
    if (!recorded.has(id)) {
      cases.push(unproven(one, `${evidencePath(id)} is not there`));
      continue;
    }
    try {
      const file = readEvidence(runFolder, id);
      cases.push(await judgeCase(file.evidence, runFolder));
      ties.set(id, { ...file.ties, scenario: file.evidence.scenario });
    } catch (thrown) {
      const error = shiftErrorOf(thrown);
      cases.push(unproven(one, error.message));
      unjudged.set(id, error);
    }
  }
  const [first] = unjudged.values();
  if (ties.size === 0 && first) throw first;
  holdToControls(cases, (id) => ties.get(id)?.controls ?? []);
  const known = new Set(before.map(caseId));
  for (const id of [...recorded].filter((one) => !known.has(one))) {
    const message = `${evidencePath(id)} is of no case of run.json`;
    unjudged.set(id, new ShiftError({ code: "E_FILE", message }));
  }
  const still = errors.filter(
    ({ case: id }) => id === undefined || !(ties.has(id) || unjudged.has(id)),
  );
  const found = [...unjudged].map(([id, { code, message }]) => ({ code, message, case: id }));
  return { cases, errors: [...still, ...found], ties };
}

// What was found before is no more to be had.
function unproven(one: CaseResult, why: string): CaseResult {
  if (one.verdict === "inconclusive") return one;
  return { ...one, verdict: "inconclusive", reasons: [`not judged again: ${why}`] };
}
