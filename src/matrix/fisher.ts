/** So many of a total. */
interface Part {
  count: number;
  total: number;
}

/**
 * Fisher's exact test, two-sided: how likely two counts at least as far apart are if both have the same share behind
 * them (the sum of all tables not more likely than the observed one, as R's fisher.test does).
 */
export function fisher(a: Part, b: Part): number {
  const hits = a.count + b.count;
  const all = a.total + b.total;
  const lowest = Math.max(0, hits - b.total);
  const highest = Math.min(hits, a.total);
  const likelihood = (count: number) =>
    logChoose(a.total, count) + logChoose(b.total, hits - count) - logChoose(all, hits);
  const observed = likelihood(a.count);
  const slack = 1e-7;
  let sum = 0;
  for (let count = lowest; count <= highest; count++) {
    const log = likelihood(count);
    if (log <= observed + slack) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const LOGS = [0];

function logFactorial(n: number): number {
  for (let k = LOGS.length; k <= n; k++) LOGS.push((LOGS[k - 1] ?? 0) + Math.log(k));
  return LOGS[n] ?? 0;
}
