import { type EventRecord, type Family, isTimeout, until } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import {
  anycastMembers,
  devicesBehind,
  type Lab,
  type LabNode,
  nextHopInterfaces,
} from "../topology/index.js";
import { fibDoubts } from "./steady.js";

const DEADLINE_MS = 3000;
const POLL_MS = 20;

/** The interfaces that a router has to forward the anycast address over: those towards devices that announce it. */
export function expectedInterfaces(
  lab: Lab,
  router: LabNode,
  events: readonly EventRecord[],
): string[] {
  const last = new Map<string, string>();
  for (const { event, target } of events)
    if (event === "withdraw" || event === "announce") last.set(target, event);
  const members = anycastMembers(lab, router.name).filter((member) =>
    devicesBehind(lab, router.name, member).some((device) => last.get(device) !== "withdraw"),
  );
  return nextHopInterfaces(router, members);
}

/**
 * Waits after a withdraw or an announcement until the routers forward to every device that is announced, and to no
 * other: the first message about a change says that it began, and FRR has been seen to leave a group short.
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
    // Without any device left the address is reached another way, or not at all.
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
  try {
    await until("the routers to forward to every device that is announced", look, {
      deadlineMs: DEADLINE_MS,
      everyMs: POLL_MS,
      signal,
    });
  } catch (thrown) {
    if (!isTimeout(thrown)) throw thrown;
  }
  return differences;
}
