import { type EventRecord, ShiftError } from "../core/index.js";
import { linksUp, type NodeShell } from "../driver/index.js";
import { PLACE_WORDS } from "../scenario/index.js";
import {
  choosersOf,
  devicesCutOff,
  interfaceTowards,
  type Lab,
  type LabNode,
  type LinkName,
  nodeOf,
  routesOver,
  withoutLinks,
} from "../topology/index.js";
import type { EventContext } from "./context.js";
import { devicesWithoutPath, isAnnounced, labAfter, linksDown, waysTo } from "./paths.js";
import { aboutAddress, aboutInterface, carryOut } from "./seen.js";
import { neighbourOf } from "./words.js";

/** Takes a node's end of a link down, or up again. @throws ShiftError E_EVENT where the two share no link. */
export async function setLink(
  context: EventContext,
  [from, reference]: [string, string],
  up: boolean,
): Promise<void> {
  const { lab } = context.running.spec;
  const to = up ? downTowards(from, reference, context) : await neighbourOf(reference, context);
  const device = interfaceTowards(nodeOf(lab, from), to)?.name;
  if (!device)
    throw new ShiftError({ code: "E_EVENT", message: `${from} and ${to} share no link` });
  const shell = context.running.node(from);
  const set = async (state: "up" | "down") => {
    await shell.exec(["ip", "link", "set", device, state], { inside: "net" });
    if (state === "up") await restoreRoutes(shell, nodeOf(lab, from), device);
  };
  if (!up) context.scope.defer(`link ${from}-${to}`, () => set("up"));
  const events = context.recorded();
  const others = othersDown([from, to], lab, events);
  const devices = devicesOf([from, to], lab, others);
  const announced = devices.filter((one) => isAnnounced(one, events));
  const about = aboutAddress(lab.vip[context.family]);
  const showing = routersToFollow([from, to], announced, labAfter(events, lab), others).filter(
    (name) => context.watches.has(name),
  );
  const atEnd = new Map([
    [from, aboutInterface(device, up)],
    [to, aboutInterface(interfaceTowards(nodeOf(lab, to), from)?.name ?? "", up)],
  ]);
  const what = { event: up ? "link-up" : "link-down", target: `${from}-${to}`, devices };
  await carryOut(context, what, () => set(up ? "up" : "down"), {
    sight: {
      routers: [...new Set([from, ...showing])],
      matches: (text, router) => about(text) || atEnd.get(router)?.(text) === true,
    },
    ...(up
      ? { over: (_, since) => devicesWithoutPath(devices, announced, context, since, [from, to]) }
      : {}),
  });
}

// Linux takes the routes over a link with it, and gives back none that nobody tells it: of those, FRR restores BGP's.
async function restoreRoutes(shell: NodeShell, node: LabNode, device: string): Promise<void> {
  if (routesOver(node, device).length === 0) return;
  // A route that has a way over another link which is down would be refused as a whole.
  const up = await linksUp(shell);
  const interfaces = node.interfaces.filter(({ name }) => up.includes(name));
  const routes = routesOver({ ...node, interfaces }, device);
  const input = routes.map((route) => `route replace ${route}\n`).join("");
  await shell.exec(["ip", "-batch", "-"], { inside: "net", input });
}

// Those that choose among devices, where a link that ends elsewhere takes or brings back one that they choose. One whose
// own way is down already has nothing to say of it, nor has one whose way does not lead over the link.
function routersToFollow(
  link: LinkName,
  devices: readonly string[],
  lab: Lab,
  down: readonly LinkName[],
): string[] {
  const ways = (device: string, router: string, links: readonly LinkName[]) =>
    waysTo(device, router, withoutLinks(lab, links)).join();
  return devices.flatMap((device) =>
    choosersOf(lab, device).flatMap(({ name }) =>
      ways(device, name, down) === ways(device, name, [...down, link]) ? [] : [name],
    ),
  );
}

// A link that is down is in no group any more: a place in it names the one that was taken down last.
function downTowards(from: string, reference: string, context: EventContext): string {
  if (!PLACE_WORDS.includes(reference)) return reference;
  const neighbours = nodeOf(context.running.spec.lab, from).interfaces.map(({ peer }) => peer.node);
  const last = context
    .recorded()
    .filter(({ event }) => event === "link-down")
    .flatMap(({ target }) => neighbours.find((one) => target === `${from}-${one}`) ?? [])
    .at(-1);
  if (last) return last;
  throw new ShiftError({
    code: "E_EVENT",
    message: `no link of ${from} was taken down before`,
    hint: "name the node at its other end",
  });
}

/** The devices that no origin reaches without a link, where others are down already. */
export function devicesOf(link: LinkName, lab: Lab, down: readonly LinkName[]): string[] {
  const before = devicesCutOff(lab, down);
  return devicesCutOff(lab, [...down, link]).filter((device) => !before.includes(device));
}

/** The links but this one that the events so far left down. */
export function othersDown(link: LinkName, lab: Lab, events: readonly EventRecord[]): LinkName[] {
  return linksDown(lab, events).filter(([a, b]) => !(link.includes(a) && link.includes(b)));
}
