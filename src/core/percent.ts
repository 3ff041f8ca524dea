/** Percent that are no difference: what is left when binary fractions are added up. */
const NOTHING = 1e-6;

/** A share between 0 and 1 as `49.0 %`; see percentage. */
export function percent(share: number, apartFrom?: number): string {
  return `${percentage(share, apartFrom)} %`;
}

/**
 * A share between 0 and 1 in percent, without the sign: `49.0`. What is only nearly none, all, or another share beside it,
 * has the digits that tell: `0.04`, `99.96`, and `1.04` where the other is `1.0`.
 */
export function percentage(share: number, apartFrom = 0): string {
  const value = 100 * share;
  const others = [0, 100, 100 * apartFrom].filter((other) => !isSame(value, other));
  const short = value.toFixed(1);
  if (!others.some((other) => isSame(Number(short), other))) return short;
  // Not 0.01 for 0.005: rounded by no more than a tenth of what is to be told, which is more than NOTHING.
  const most = Math.min(...others.map((other) => Math.abs(value - other))) / 10;
  let digits = 2;
  while (Math.abs(Number(value.toFixed(digits)) - value) > most) digits++;
  return value.toFixed(digits);
}

/** A share that somebody wrote, in percent: 0.07 is 7, and not 7.000000000000001. */
export function inPercent(share: number): number {
  return Number((100 * share).toPrecision(12));
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < NOTHING;
}
