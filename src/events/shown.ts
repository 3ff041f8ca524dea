import type { Step } from "../scenario/index.js";
import {
  anycastPaths,
  choosersOf,
  deviceChoosers,
  devicesCutOff,
  ecmpHop,
  type Lab,
  nodeOf,
  nodesOf,
  withoutLinks,
} from "../topology/index.js";
import type { EventContext } from "./context.js";
import { type Change, labAfter, linksDown } from "./paths.js";

/**
 * Nodes whose FIB has to be watched for a timeline: the ECMP hop, those that choose a device or by whose route it shows that
 * one announces, where a path moves, where a link is changed. Where paths move also the hops beside devices: to a device
 * that nobody else leads to any more they still do.
 */
export function routersToWatch(steps: readonly Step[], lab: Lab): string[] {
  const moved = steps.flatMap((step) => (step.do === "prepend" ? [step.towards] : []));
  const changed = steps.flatMap((step) => ("link" in step ? [step.link[0]] : []));
  const named = steps.flatMap((step): string[] => ("device" in step ? [step.device] : []));
  const devices = nodesOf(lab, "device")
    .map(({ name }) => name)
    .filter((name) => named.includes(name) || named.includes("serving"));
  const choosers = [...deviceChoosers(lab), ...devices.flatMap((one) => choosersOf(lab, one))];
  const beside = moved.length > 0 ? besideDevices(lab) : [];
  return [
    ...new Set([
      ecmpHop(lab).name,
      ...choosers.map(({ name }) => name),
      ...moved,
      ...changed,
      ...beside,
    ]),
  ];
}

function besideDevices(lab: Lab): string[] {
  return nodesOf(lab, "hop").flatMap(({ name, interfaces }) =>
    interfaces.some(({ peer }) => nodeOf(lab, peer.node).role === "device") ? [name] : [],
  );
}

/** The watched routers by whose routes it shows whether a device announces the anycast address, as the paths are by now. */
export function routersToShow(device: string, context: EventContext): string[] {
  const { lab } = context.running.spec;
  const up = linkedNow(context);
  const others = (foretelling(context) ?? []).filter(({ target }) => target !== device);
  const shownIn = (now: Lab) =>
    choosersOf(now, device)
      .map(({ name }) => name)
      .filter((name) => context.watches.has(name));
  const [shown] = [labAfter(others, up), up, lab].map(shownIn).filter(({ length }) => length > 0);
  return shown ?? [ecmpHop(lab).name];
}

/** Whether BGP settles on the same route at a node after a change as before it, by what was done so far. */
export function leavesRoute(node: string, change: Change, context: EventContext): boolean {
  const lab = linkedNow(context);
  const before = foretelling(context);
  const ways = (events: readonly Change[]) => String(anycastPaths(labAfter(events, lab)).get(node));
  return before !== undefined && ways(before) === ways([...before, change]);
}

/** Whether links that are down keep a device from every origin, so that no route leads to it whatever it announces. */
export function isCutOff(device: string, context: EventContext): boolean {
  const { lab } = context.running.spec;
  return devicesCutOff(lab, linksDown(lab, context.recorded())).includes(device);
}

function linkedNow(context: EventContext): Lab {
  const { lab } = context.running.spec;
  return withoutLinks(lab, linksDown(lab, context.recorded()));
}

// The events that paths can be foretold from; undefined where commands may have changed them as well, or a link came up
// again: FRR may leave a group short then.
function foretelling(context: EventContext): readonly Change[] | undefined {
  const events = context.recorded();
  const spoilt = events.some(({ event }) => event === "link-up" || event === "command");
  return spoilt ? undefined : events;
}
