import { type EventRecord, type Family, inTime, now } from "../core/index.js";
import { parseRoutes, SHOW_BGP_ROUTES } from "../routers/index.js";
import {
  anycastMembers,
  choosersOf,
  devicesBehind,
  ecmpHop,
  type Lab,
  type LinkName,
  nextHopInterfaces,
  nodeOf,
  prependedTimes,
  withAnnouncements,
} from "../topology/index.js";
import type { EventContext } from "./context.js";
import { aboutAddress } from "./seen.js";

// A session over a link that is back is tried once a second.
const DEADLINE_MS = 15_000;
const POLL_MS = 50;
// What a router told of its route so long ago is what it made of the change.
const SETTLED_NS = 500_000_000n;

/** The interfaces of a router over which its route to the anycast address leads to a device when all links are up. */
export function waysTo(device: string, router: string, lab: Lab): string[] {
  const members = anycastMembers(lab, router).filter((member) =>
    devicesBehind(lab, router, member).includes(device),
  );
  return nextHopInterfaces(nodeOf(lab, router), members);
}

/** What an event did to announcements and paths. */
export type Change = Pick<EventRecord, "event" | "target" | "times">;

/** Whether a device announces the anycast address, by what was done so far. */
export function isAnnounced(device: string, events: readonly Change[]): boolean {
  const newest = events.findLast(
    ({ event, target }) => target === device && (event === "withdraw" || event === "announce"),
  );
  return newest?.event !== "withdraw";
}

/** The lab as if its topology had said from the start what withdrawals, announcements and prepending made of it. */
export function labAfter(events: readonly Change[], lab: Lab): Lab {
  const timesNow = (node: string, towards: string) =>
    events.findLast(
      ({ event, target }) => event === "prepend" && target === `${node} towards ${towards}`,
    )?.times;
  const announcing = withAnnouncements(lab, (device) => isAnnounced(device, events));
  const nodes = announcing.nodes.map((node) => ({
    ...node,
    prepend: node.interfaces.map(({ peer: { node: towards } }) => ({
      towards,
      count: timesNow(node.name, towards) ?? prependedTimes(node, towards),
    })),
  }));
  return { ...announcing, nodes };
}

/** The links that the events so far left down. */
export function linksDown(lab: Lab, events: readonly Change[]): LinkName[] {
  return lab.links
    .map(({ ends: [a, b] }): LinkName => [a.node, b.node])
    .filter(([a, b]) => {
      const newest = events.findLast(
        ({ event, target }) =>
          event.startsWith("link-") && (target === `${a}-${b}` || target === `${b}-${a}`),
      );
      return newest?.event === "link-down";
    });
}

/** A device, and the family in which something is said of it. */
export interface DeviceInFamily {
  device: string;
  family: Family;
}

/**
 * The devices among these to which the routers forward nothing in a family, as their FIBs are now. One that the ECMP hop
 * never chose is none of them.
 * @param along further nodes, to be asked where their way to a device is one of the lab's
 */
export async function devicesLeftOut(
  devices: readonly string[],
  families: readonly Family[],
  running: EventContext["running"],
  along: readonly string[] = [],
): Promise<DeviceInFamily[]> {
  const { lab } = running.spec;
  const hop = ecmpHop(lab).name;
  const choosers = (device: string) => choosersOf(lab, device).map(({ name }) => name);
  const chosen = devices.filter((device) => waysTo(device, hop, lab).length > 0);
  const passed = (device: string) => [
    hop,
    ...along.filter((node) => waysTo(device, node, lab).length > 0),
  ];
  const routes = new Map<string, ReturnType<typeof parseRoutes>>();
  const asked = chosen.flatMap((device) => [...passed(device), ...choosers(device)]);
  for (const router of new Set(asked)) {
    routes.set(router, parseRoutes(await running.node(router).exec(SHOW_BGP_ROUTES)));
  }
  return families.flatMap((family) => {
    const leads = (router: string, device: string) => {
      const members = routes.get(router)?.get(lab.vip[family])?.nextHops ?? [];
      return waysTo(device, router, lab).some((way) => members.some(({ dev }) => dev === way));
    };
    return chosen
      .filter(
        (device) =>
          !passed(device).every((router) => leads(router, device)) ||
          !choosers(device).some((router) => leads(router, device)),
      )
      .map((device) => ({ device, family }));
  });
}

/**
 * Of devices that were brought back those that the routers forward nothing to, after they had time to take them in: FRR has
 * been seen to leave a group short for good.
 * @param awaited those of them that announce the anycast address
 * @param since wall-clock nanoseconds before the change
 * @param along as for `devicesLeftOut`: at a link above the ECMP hop that one forwards as before
 */
export async function devicesWithoutPath(
  devices: readonly string[],
  awaited: readonly string[],
  context: EventContext,
  since: bigint,
  along: readonly string[] = [],
): Promise<string[]> {
  const { running, family, watches, signal } = context;
  const { lab } = running.spec;
  const about = aboutAddress(lab.vip[family]);
  const hasSettled = () =>
    (watches.get(ecmpHop(lab).name)?.since(since, about) ?? []).some(
      ({ wallNs }) => now().wallNs - wallNs >= SETTLED_NS,
    );
  let missing: string[] = [];
  const look = async () => {
    const leftOut = await devicesLeftOut(devices, [family], running, along);
    missing = leftOut.map(({ device }) => device);
    return hasSettled() || !awaited.some((device) => missing.includes(device));
  };
  await inTime("the routers to take the device in", look, {
    deadlineMs: DEADLINE_MS,
    everyMs: POLL_MS,
    signal,
  });
  return missing;
}
