/** Chance that even one test of a whole matrix, or of two compared, refuses what is true (docs/adr/0006). */
export const LEVEL = 1e-4;

/**
 * Those of several tests, in their order, that refuse their hypothesis at a level that holds for all of them together (Holm
 * 1979, step-down).
 * @param level chance of refusing even one that is true
 */
export function holm<T extends { p: number }>(tests: readonly T[], level: number = LEVEL): T[] {
  const ascending = [...tests].sort((a, b) => a.p - b.p);
  const kept = ascending.findIndex(({ p }, rank) => p > level / (tests.length - rank));
  const refused = new Set(kept < 0 ? ascending : ascending.slice(0, kept));
  return tests.filter((test) => refused.has(test));
}
