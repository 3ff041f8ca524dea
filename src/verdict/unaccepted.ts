import { plural } from "../core/index.js";
import type { Scenario } from "../scenario/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import { isSynAck } from "./points.js";

/**
 * Connections that were accepted, by their origin's capture, and by no device's: one of those is of another place, or began
 * late. Who accepted them, and whether they moved, nobody can tell.
 */
export function unaccepted(
  { scenario }: CaseEvidence,
  connections: readonly JudgedConnection[],
): string[] {
  // A hop may answer in the name of a server, by a user's own rules.
  if (hasOwnRules(scenario)) return [];
  const found = connections.filter(
    ({ packets, atDevice }) =>
      packets.some(isSynAck) && ![...atDevice.values()].some((there) => there.some(isSynAck)),
  );
  return found[0]
    ? [
        `no device's capture has the SYN-ACK of ${plural(found.length, "connection")}, first ${found[0].result.client}: one is not of its device, or began late`,
      ]
    : [];
}

function hasOwnRules({ mitigation, timeline }: Scenario): boolean {
  return typeof mitigation === "object" || timeline.some((step) => step.do === "command");
}
