import type { EventRecord } from "../core/index.js";

/** When an event was ordered, in nanoseconds of the wall clock. */
export function orderedNs({ orderedWallNs }: EventRecord): bigint {
  return BigInt(orderedWallNs);
}

/** Events by the moment of their orders: one that is waited for is recorded when it is over. */
export function inOrder(events: readonly EventRecord[]): EventRecord[] {
  return events.toSorted((a, b) => (orderedNs(a) < orderedNs(b) ? -1 : 1));
}
