import { JUDGED } from "../catalogue/index.js";
import { type CaseResult, FATES, type Fate } from "../verdict/index.js";

/** How many of the judged connections had each fate. */
export type FateCounts = Record<Fate, number>;

/** The fates of a cell's judged connections; undefined where there are none, or what became of one is open. */
export function fateCounts({ connections }: CaseResult): FateCounts | undefined {
  const judged = connections.filter(({ traffic }) => traffic === JUDGED);
  if (judged.length === 0) return undefined;
  const counts = Object.fromEntries(FATES.map((fate) => [fate, 0])) as FateCounts;
  for (const { fate } of judged) {
    if (fate === undefined) return undefined;
    counts[fate]++;
  }
  return counts;
}
