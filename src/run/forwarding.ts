import { type EventRecord, type Family, inTime } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { labAfter } from "../events/index.js";
import { anycastMembers, type Lab, type LabNode, nextHopInterfaces } from "../topology/index.js";
import { fibDoubts } from "./steady.js";

const DEADLINE_MS = 3000;
const POLL_MS = 20;

/**
 * The interfaces that a router has to forward the anycast address over, as far as withdrawals, announcements and
 * prepending decide; of a timeline that ends sessions or runs commands of its own nothing can be expected.
 */
export function expectedInterfaces(
  lab: Lab,
  router: LabNode,
  events: readonly EventRecord[],
): string[] {
  return nextHopInterfaces(router, anycastMembers(labAfter(events, lab), router.name));
}

/**
 * Waits after an event until the routers forward over every path that BGP must settle on, and over no other: the first
 * message about a change says that it began, and FRR has been seen to leave a group short.
 * @returns what differs when the deadline has passed; empty when all is as it has to be
 */
export async function waitForForwarding(
  running: Pick<RunningLab, "node" | "spec">,
  family: Family,
  routers: readonly LabNode[],
  events: readonly EventRecord[],
  signal?: AbortSignal,
): Promise<string[]> {
  const { lab } = running.spec;
  const wanted = routers.flatMap((node) => {
    const interfaces = expectedInterfaces(lab, node, events);
    // Without any device left the address is not reached at all.
    return interfaces.length > 0
      ? [{ node, expected: new Map([[lab.vip[family], interfaces]]) }]
      : [];
  });
  let differences: string[] = [];
  const look = async () => {
    const found = await Promise.all(wanted.map((router) => fibDoubts(running, router)));
    differences = found.flat();
    return differences.length === 0;
  };
  await inTime("the routers to forward as BGP must settle", look, {
    deadlineMs: DEADLINE_MS,
    everyMs: POLL_MS,
    signal,
  });
  return differences;
}
