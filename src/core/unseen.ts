import type { EventRecord } from "./schemas.js";

/** Whether an event was watched for at a router that did not show it in time, though it had to. */
export function isUnseen({
  router,
  seenWallNs,
  stays,
}: Pick<EventRecord, "router" | "seenWallNs" | "stays">): boolean {
  return router !== undefined && seenWallNs === undefined && !stays;
}
