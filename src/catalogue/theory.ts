import { placeOf } from "../scenario/index.js";
import type { BucketTable } from "./bucket-table.js";
import type { Fates } from "./cell.js";

/** Nothing breaks. */
export const UNHARMED: Fates = { own: 0, collateral: 0, stalled: 0 };

/** What broke stalls instead: nobody tells the client. */
export function silenced({ own, collateral, stalled }: Fates): Fates {
  return { own: 0, collateral: 0, stalled: own + collateral + stalled };
}

/** Which member of a group leaves or returns, by its place in the group's order. */
export type Place = "first" | "middle" | "last";

/**
 * Share of flows whose member changes when the K-th of N equal members of a hash-threshold group leaves, or returns
 * there: each of N ranges is laid anew over N-1 (RFC 2992 section 3; kernel net/ipv4/nexthop.c, upper_bound).
 */
export function hashThresholdMoved(place: Place, members: number): number {
  const n = members;
  const k = (placeOf(place, n) ?? 0) + 1;
  return (k * (k - 1) + (n - k) * (n - k + 1)) / (2 * n * (n - 1));
}

/** A member of a hash-threshold group is lost: its own flows break, and those of others that its leaving moves. */
export function hashThresholdLoss(place: Place, members: number): Fates {
  const own = 1 / members;
  return { own, collateral: hashThresholdMoved(place, members) - own, stalled: 0 };
}

/** Share of flows that land on another of N members when their hash input changes: 1 - 1/N. */
export function rehashed(members: number): number {
  return 1 - 1 / members;
}

/** What is left of a loss when no connection of a healthy device moves. */
export function ownOnly({ own }: Fates): Fates {
  return { own, collateral: 0, stalled: 0 };
}

/** So many of N members leave a hash table: the mean over all choices of them, counted in the table itself. */
export function tableLoss(table: BucketTable, members: number, lost = 1): Fates {
  const names = devices(members);
  const before = table.fill(names);
  const choices = choicesOf(names, lost);
  const moved = choices.flatMap((gone) => {
    const after = table.fill(names.filter((member) => !gone.includes(member)));
    return before.filter((member, bucket) => !gone.includes(member) && member !== after[bucket]);
  });
  const collateral = moved.length / choices.length / table.size;
  return { own: lost / members, collateral, stalled: 0 };
}

function choicesOf<T>(all: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  return all.flatMap((one, index) =>
    choicesOf(all.slice(index + 1), count - 1).map((others) => [one, ...others]),
  );
}

/** One of N members returns to a hash table: what its leaving moved moves back, all from healthy devices. */
export function tableReturn(table: BucketTable, members: number): Fates {
  const { own, collateral } = tableLoss(table, members);
  return { own: 0, collateral: own + collateral, stalled: 0 };
}

function devices(count: number): { name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `dest${index + 1}` }));
}
