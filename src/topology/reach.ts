import { bare, ecmpHop, type Lab, type LabNode, nodeOf, nodesOf } from "./lab.js";
import { anycastMembers, anycastPaths, expectedPaths } from "./paths.js";

/**
 * The hops that choose a device: several members, each of which leads to one device alone. The ECMP hop itself where
 * there is none such.
 */
export function deviceChoosers(lab: Lab): LabNode[] {
  const choosers = nodesOf(lab, "hop").filter(({ name }) => {
    const members = anycastMembers(lab, name);
    return (
      members.length > 1 && members.every((member) => devicesBehind(lab, name, member).length === 1)
    );
  });
  return choosers.length > 0 ? choosers : [ecmpHop(lab)];
}

/**
 * The hops by whose route to the anycast address it shows whether a device announces it: of those whose route is another one
 * without it the ones that choose among several ways, with or without it, where there are any.
 */
export function choosersOf(lab: Lab, device: string): LabNode[] {
  const others = withAnnouncements(lab, (name) => name !== device);
  const [all, less] = [anycastPaths(lab), anycastPaths(others)];
  const showing = nodesOf(lab, "hop").filter(
    ({ name }) => String(all.get(name)) !== String(less.get(name)),
  );
  const choosing = showing.filter(({ name }) =>
    [all, less].some((paths) => (paths.get(name)?.length ?? 0) > 1),
  );
  return choosing.length > 0 ? choosing : showing;
}

/** A lab in which only some of those devices announce the anycast address that do so in this one. */
export function withAnnouncements(lab: Lab, announces: (device: string) => boolean): Lab {
  const nodes = lab.nodes.map((node) => ({
    ...node,
    networks: node.networks.filter(({ 4: v4 }) => bare(v4) !== lab.vip[4] || announces(node.name)),
  }));
  return { ...lab, nodes };
}

/** Names of the devices that can be reached over a neighbour of a hop without coming back through the hop. */
export function devicesBehind(lab: Lab, hop: string, neighbour: string): string[] {
  return devicesReached(lab, [neighbour], [hop]);
}

/** Whether all answers of the devices behind a hop pass it again on their way to an origin. */
export function seesAnswers(lab: Lab, hop: string): boolean {
  const devices = anycastMembers(lab, hop).flatMap((member) => devicesBehind(lab, hop, member));
  const networks = new Set(
    nodesOf(lab, "hop").flatMap((node) => node.networks.map((prefix) => prefix[4])),
  );
  return expectedPaths(lab)
    .filter(({ prefix }) => networks.has(prefix[4]))
    .every(({ nextHops }) => devices.every((device) => !leadsPast(hop, device, nextHops)));
}

// What announces a prefix itself has no next hop to it.
function leadsPast(hop: string, from: string, nextHops: ReadonlyMap<string, string[]>): boolean {
  if (from === hop) return false;
  return nextHops.get(from)?.some((next) => leadsPast(hop, next, nextHops)) ?? true;
}

/** A link by the names of its ends, in any order. */
export type LinkName = readonly [string, string];

/** A lab as it is while these links are down. */
export function withoutLinks(lab: Lab, down: readonly LinkName[]): Lab {
  const isUp = (from: string, to: string) =>
    !down.some(([a, b]) => (a === from && b === to) || (a === to && b === from));
  return {
    ...lab,
    nodes: lab.nodes.map((node) => ({
      ...node,
      interfaces: node.interfaces.filter(({ peer }) => isUp(node.name, peer.node)),
    })),
    links: lab.links.filter(({ ends: [a, b] }) => isUp(a.node, b.node)),
  };
}

/** Names of the devices that no origin can reach any more while these links are down. */
export function devicesCutOff(lab: Lab, down: readonly LinkName[]): string[] {
  const left = withoutLinks(lab, down);
  const nextToOrigins = nodesOf(left, "origin").flatMap(({ interfaces }) =>
    interfaces.map(({ peer }) => peer.node),
  );
  const reached = devicesReached(left, nextToOrigins);
  return nodesOf(lab, "device").flatMap(({ name }) => (reached.includes(name) ? [] : [name]));
}

/** Names of the devices that can be reached from some nodes without coming through others. */
function devicesReached(
  lab: Lab,
  from: readonly string[],
  avoided: readonly string[] = [],
): string[] {
  const seen = new Set(avoided);
  const open = [...from];
  const devices: string[] = [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = nodeOf(lab, name);
    if (node.role === "device") devices.push(name);
    // Devices and origins forward nothing: there is no way through them.
    if (node.role !== "hop") continue;
    open.push(...node.interfaces.map(({ peer }) => peer.node));
  }
  return devices;
}
