import { type EventRecord, type Family, isTimeout, until } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { fibDifferences, parseRoutes, SHOW_BGP_ROUTES } from "../routers/index.js";
import {
  anycastMembers,
  devicesBehind,
  type Lab,
  type LabNode,
  nextHopInterfaces,
} from "../topology/index.js";

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
  const vip = lab.vip[family];
  let differences: string[] = [];
  const look = async () => {
    const found = routers.map(async (router) => {
      const expected = expectedInterfaces(lab, router, events);
      // Without any device left the address is reached another way, or not at all.
      if (expected.length === 0) return [];
      const routes = parseRoutes(await running.node(router.name).exec(SHOW_BGP_ROUTES));
      return fibDifferences(new Map([[vip, expected]]), routes).map(
        (difference) => `${router.name}: ${difference}`,
      );
    });
    differences = (await Promise.all(found)).flat();
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
