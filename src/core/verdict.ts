/** Pass, fail, or inconclusive: a run that proves nothing is not a pass. */
export type Verdict = "pass" | "fail" | "inconclusive";

const SEVERITY: Record<Verdict, number> = { pass: 0, inconclusive: 1, fail: 2 };

/** The worst of several verdicts: fail over inconclusive over pass; pass when there are none. */
export function worstOf(verdicts: Iterable<Verdict>): Verdict {
  let worst: Verdict = "pass";
  for (const verdict of verdicts) if (SEVERITY[verdict] > SEVERITY[worst]) worst = verdict;
  return worst;
}
