import type { EventRecord } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";

// What takes a device out of service, and what brings it back.
const LOSING = new Set(["withdraw", "link-down", "silence"]);
const RETURNING = new Set(["announce", "link-up"]);

/**
 * Whether the device that a connection began at was out of service at a moment, in wall-clock nanoseconds: by the newest
 * event about the device itself or about the member link that leads to it.
 */
export function isOwnDeviceLost(
  connection: JudgedConnection,
  moment: bigint,
  events: readonly EventRecord[],
): boolean {
  const way = [connection.result.devices[0], firstMember(connection)];
  const newest = events.findLast(
    ({ event, target, orderedWallNs }) =>
      (LOSING.has(event) || RETURNING.has(event)) &&
      // A link's target names both its ends: hop-neighbour.
      [target, ...target.split("-")].some((name) => way.includes(name)) &&
      BigInt(orderedWallNs) <= moment,
  );
  return newest !== undefined && LOSING.has(newest.event);
}

// The neighbour at the other end of the member link that carried the connection's first packet.
function firstMember({ onMember }: JudgedConnection): string | undefined {
  const arrivals = [...onMember].flatMap(([neighbour, there]) => {
    const first = there.find(({ dir }) => dir === ">");
    return first ? [{ neighbour, ns: first.ns }] : [];
  });
  return arrivals.sort((a, b) => (a.ns < b.ns ? -1 : 1))[0]?.neighbour;
}
