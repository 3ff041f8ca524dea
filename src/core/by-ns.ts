/** Sorts what happened by its moment, in nanoseconds; what is of one moment stays as it is. */
export function byNs(a: { ns: bigint }, b: { ns: bigint }): number {
  return a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0;
}
