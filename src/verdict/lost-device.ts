import type { EventRecord } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";

// What takes a device out of service, and what brings it back.
const LOSING = new Set(["withdraw", "link-down", "silence"]);
const RETURNING = new Set(["announce", "link-up"]);

/**
 * Whether the device that a connection began at was out of service at a moment, in wall-clock nanoseconds: by the newest
 * event about the device itself, or about a link that alone leads to it.
 */
export function isOwnDeviceLost(
  { result }: JudgedConnection,
  moment: bigint,
  events: readonly EventRecord[],
): boolean {
  const own = result.devices[0];
  const newest = events.findLast(
    ({ event, target, devices, orderedWallNs }) =>
      (LOSING.has(event) || RETURNING.has(event)) &&
      (devices ?? [target]).some((device) => device === own) &&
      BigInt(orderedWallNs) <= moment,
  );
  return newest !== undefined && LOSING.has(newest.event);
}
