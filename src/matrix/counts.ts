import { JUDGED } from "../catalogue/index.js";
import { FATES, type Fate } from "../core/index.js";
import type { CaseResult, ConnectionResult } from "../verdict/index.js";

/** How many connections had each fate. */
export type FateCounts = Record<Fate, number>;

/** The fates of a cell's judged connections; undefined where there are none, or what became of one is open. */
export function fateCounts({ connections }: CaseResult): FateCounts | undefined {
  return countFates(connections.filter(({ traffic }) => traffic === JUDGED));
}

/** The fates of connections; undefined where there are none, or what became of one is open. */
export function countFates(connections: readonly ConnectionResult[]): FateCounts | undefined {
  if (connections.length === 0) return undefined;
  const counts = Object.fromEntries(FATES.map((fate) => [fate, 0])) as FateCounts;
  for (const { fate } of connections) {
    if (fate === undefined) return undefined;
    counts[fate]++;
  }
  return counts;
}
