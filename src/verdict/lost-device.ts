import type { EventRecord } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";
import { backNs, orderedNs } from "./ordered.js";

// What takes a device out of service for a time, and what brings it back.
const LOSING = new Set(["withdraw", "link-down"]);
const RETURNING = new Set(["announce", "link-up"]);
const ENDING = new Set(["silence", "stop"]);

/** What is known of the device that accepted a connection, at a moment. */
export type OwnDevice = "lost" | "healthy" | "unknown";

/**
 * Whether the device that accepted a connection was out of service at a moment, in wall-clock nanoseconds: by the newest
 * event about the device itself, or about a link without which no origin reaches it; one that left it without a path did not
 * bring it back, nor does what it announces while such a link is down. Nothing ends a silence, or starts a server that was
 * stopped. What brings it back does so when the routers show it and agents that choose in their stead have followed: until
 * then packets go elsewhere. A server that was killed has lost the connections from before, and one that was asked to end in
 * peace those that it ended itself. What a scenario's own commands do to a device is not known: it is healthy where it
 * answered any connection later, if a command ran at the device itself one to the same address; else nothing can be said, as
 * where no device was seen to accept.
 */
export function ownDeviceAt(
  connection: JudgedConnection,
  moment: bigint,
  events: readonly EventRecord[],
  others: readonly JudgedConnection[],
): OwnDevice {
  const own = connection.result.devices[0];
  if (own === undefined) return "unknown";
  const before = events.filter((event) => orderedNs(event) <= moment);
  if (before.some((event) => event.target === own && tookByRestart(event, connection)))
    return "lost";
  if (before.some(({ event, target }) => ENDING.has(event) && target === own)) return "lost";
  const told = before.filter(
    (one) => hasEffect(one, moment) && (one.devices ?? [one.target]).includes(own),
  );
  const newest = told.at(-1);
  if (newest && (LOSING.has(newest.event) || newest.unreached?.includes(own))) return "lost";
  if (told.findLast(({ event }) => event.startsWith("link-"))?.event === "link-down") return "lost";
  const commanded = before.filter(({ event }) => event === "command").map(({ target }) => target);
  if (commanded.length === 0) return "healthy";
  // What commands did at the device may have withdrawn one of its addresses alone.
  const telling = commanded.includes(own)
    ? others.filter(({ result }) => result.server === connection.result.server)
    : others;
  return telling.some((other) => answersAfter(other, own, moment)) ? "healthy" : "unknown";
}

function tookByRestart(
  event: EventRecord,
  { result: { devices, reset }, packets: [first], said }: JudgedConnection,
): boolean {
  if (event.event !== "restart" || first === undefined || first.ns > orderedNs(event)) return false;
  return event.how !== "reload" || said?.said === "cut" || reset?.device === devices[0];
}

function hasEffect(event: EventRecord, moment: bigint): boolean {
  return LOSING.has(event.event) || (RETURNING.has(event.event) && backNs(event) <= moment);
}

function answersAfter({ atDevice }: JudgedConnection, device: string, moment: bigint): boolean {
  const there = atDevice.get(device) ?? [];
  return there.some(({ dir, flags, ns }) => dir === "<" && !flags.includes("R") && ns > moment);
}
