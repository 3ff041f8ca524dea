import type { EventRecord } from "../core/index.js";

// What takes a device out of service, and what brings it back.
const LOSING = new Set(["withdraw", "link-down", "silence"]);
const RETURNING = new Set(["announce", "link-up"]);

/** Whether the newest event about a device at a moment, in wall-clock nanoseconds, had taken it out of service. */
export function isLost(
  device: string | undefined,
  moment: bigint,
  events: readonly EventRecord[],
): boolean {
  if (device === undefined) return false;
  const newest = events.findLast(
    ({ event, target, orderedWallNs }) =>
      (LOSING.has(event) || RETURNING.has(event)) &&
      isAbout(target, device) &&
      BigInt(orderedWallNs) <= moment,
  );
  return newest !== undefined && LOSING.has(newest.event);
}

// A link's target names both its ends: hop and neighbour.
function isAbout(target: string, device: string): boolean {
  return target === device || target.split("-").includes(device);
}
