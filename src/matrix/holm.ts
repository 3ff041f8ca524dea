/** Chance that even one test of a whole matrix, or of two compared, refuses what is true (docs/adr/0006). */
export const LEVEL = 1e-4;

/**
 * Which of several hypotheses are refused at a level that holds for all of them together (Holm 1979, step-down).
 * @param ps their p values
 * @param level chance of refusing even one that is true
 */
export function holm(ps: readonly number[], level: number): boolean[] {
  const refused = ps.map(() => false);
  const ascending = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  for (const [rank, { p, index }] of ascending.entries()) {
    if (p > level / (ps.length - rank)) break;
    refused[index] = true;
  }
  return refused;
}
