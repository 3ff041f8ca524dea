import type { EventRecord } from "../core/index.js";

/** When an event was ordered, in nanoseconds of the wall clock. */
export function orderedNs({ orderedWallNs }: EventRecord): bigint {
  return BigInt(orderedWallNs);
}

/** When an event took effect: when the FIB showed it, or, where none was watched, when it was ordered. */
export function effectNs(event: EventRecord): bigint {
  return event.seenWallNs === undefined ? orderedNs(event) : BigInt(event.seenWallNs);
}

/** When an event that brings a device back did so: where agents choose the device, they have to follow the FIB first. */
export function backNs(event: EventRecord): bigint {
  return event.followedWallNs === undefined ? effectNs(event) : BigInt(event.followedWallNs);
}

/** Events by the moment of their orders: one that is waited for is recorded when it is over. */
export function inOrder(events: readonly EventRecord[]): EventRecord[] {
  return events.toSorted((a, b) => (orderedNs(a) < orderedNs(b) ? -1 : 1));
}
