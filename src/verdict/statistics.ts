import { percent, percentage, type Verdict } from "../core/index.js";
import type { Share } from "./document.js";

// 97.5 % quantile of the normal distribution.
const Z_95 = 1.959963984540054;

/** The Wilson score interval of a share at 95 % (Wilson 1927), which stays inside 0 to 1 and is right near both ends. */
export function wilson(count: number, total: number): [number, number] {
  if (total === 0) return [0, 1];
  const z = Z_95;
  const p = count / total;
  const scale = 1 + (z * z) / total;
  const centre = (p + (z * z) / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  // At both ends the two cancel out, though not in floating point: theory there would lie outside by a hair.
  return [count === 0 ? 0 : centre - half, count === total ? 1 : centre + half];
}

/**
 * Exact two-sided binomial test: how likely a count at least as unlikely as this one is, if theory is right
 * (the sum of all outcomes not more likely than the observed one, as R's binom.test does).
 */
export function binomialTest(count: number, total: number, theory: number): number {
  if (theory <= 0) return count === 0 ? 1 : 0;
  if (theory >= 1) return count === total ? 1 : 0;
  const distribution = logBinomial(total, theory);
  const observed = distribution[count] as number;
  const slack = 1e-7;
  return Math.min(
    1,
    distribution.reduce((sum, log) => (log <= observed + slack ? sum + Math.exp(log) : sum), 0),
  );
}

// In logarithms: the plain terms underflow for the totals that held connections reach.
function logBinomial(total: number, theory: number): number[] {
  const logs: number[] = [];
  let log = total * Math.log1p(-theory);
  for (let k = 0; k <= total; k++) {
    logs.push(log);
    log += Math.log((total - k) / (k + 1)) + Math.log(theory) - Math.log1p(-theory);
  }
  return logs;
}

/**
 * One-sided Cochran-Armitage test for a trend of shares over an ordered scale; returns z, positive when shares rise.
 * 0 when nothing differs at all.
 */
export function trend(groups: readonly { count: number; total: number }[]): number {
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const p = count / total;
  let statistic = 0;
  let weight = 0;
  let square = 0;
  groups.forEach((group, score) => {
    statistic += score * (group.count - group.total * p);
    weight += score * group.total;
    square += score * score * group.total;
  });
  const variance = p * (1 - p) * (square - (weight * weight) / total);
  return variance > 0 ? statistic / Math.sqrt(variance) : 0;
}

/** The z of the clearest rise that as many of as many could show: all of them in the last groups. */
export function clearestTrend(groups: readonly { count: number; total: number }[]): number {
  let left = groups.reduce((sum, { count }) => sum + count, 0);
  const fromLast = [...groups].reverse().map(({ total }) => {
    const count = Math.min(left, total);
    left -= count;
    return { count, total };
  });
  return trend(fromLast.reverse());
}

// Two-sided: theory is called wrong only where it would give such a count once in a million times (docs/adr/0006).
const SIGNIFICANCE = 1e-6;

/** Of so many connections some count is beyond chance, whatever theory says. */
export const ENOUGH = 21;

/**
 * Whether every share is within chance of what theory says of it. Inconclusive where there are so few that any count would
 * be: none of 20 is, where theory says half.
 */
export function withinChance(shares: readonly Share[]): Verdict {
  const fits = ({ count, total, theory }: Share) =>
    binomialTest(count, total, theory ?? 0) >= SIGNIFICANCE;
  if (!shares.every(fits)) return "fail";
  const decides = (share: Share) => ![0, share.total].every((count) => fits({ ...share, count }));
  return shares.every(decides) ? "pass" : "inconclusive";
}

/** A share with its interval, beside what theory says. */
export function shareOf(label: string, count: number, total: number, theory?: number): Share {
  return {
    label,
    count,
    total,
    share: total === 0 ? 0 : count / total,
    interval: wilson(count, total),
    ...(theory === undefined ? {} : { theory }),
  };
}

/** A share as text: `98 of 200 (49.0 %, 95 % interval 42.1 to 55.9 %; theory 50.0 %)`. */
export function formatShare({ count, total, share, interval, theory }: Share): string {
  const beside = theory === undefined ? "" : `; theory ${percent(theory)}`;
  const [low, high] = interval;
  return `${count} of ${total} (${percent(share)}, 95 % interval ${percentage(low)} to ${percent(high)}${beside})`;
}
