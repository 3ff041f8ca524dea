import {
  bare,
  bgpInterfaces,
  type DualAddress,
  interfaceTowards,
  type Lab,
  type LabNode,
  nodeOf,
} from "./lab.js";

/** For each prefix, for each router, the neighbours that its route goes through. */
export type ExpectedPaths = { prefix: DualAddress; nextHops: Map<string, string[]> }[];

/**
 * What eBGP must settle on: the shortest AS path at every router, all equal ones taken
 * (RFC 4271 9.1.2.2 a, FRR `bestpath as-path multipath-relax` with `maximum-paths`).
 */
export function expectedPaths(lab: Lab): ExpectedPaths {
  const prefixes = new Map<string, { prefix: DualAddress; announcers: LabNode[] }>();
  for (const node of lab.nodes) {
    for (const prefix of node.networks) {
      const entry = prefixes.get(prefix[4]) ?? { prefix, announcers: [] };
      entry.announcers.push(node);
      prefixes.set(prefix[4], entry);
    }
  }
  return [...prefixes.values()].map(({ prefix, announcers }) => ({
    prefix,
    nextHops: nextHopsTo(lab, announcers),
  }));
}

/** For each router the neighbours that its route to the anycast address goes through: its members when several. */
export function anycastPaths(lab: Lab): Map<string, string[]> {
  const announces = ({ networks }: LabNode) =>
    networks.some(({ 4: v4 }) => bare(v4) === lab.vip[4]);
  return nextHopsTo(lab, lab.nodes.filter(announces));
}

/** Those neighbours of one node. */
export function anycastMembers(lab: Lab, node: string): string[] {
  return anycastPaths(lab).get(node) ?? [];
}

// Bellman-Ford over AS path lengths: labs have a dozen nodes, and prepending makes edges longer than one.
function nextHopsTo(lab: Lab, announcers: LabNode[]): Map<string, string[]> {
  const routers = lab.nodes.filter((node) => node.asn !== 0);
  const length = new Map(announcers.map((node) => [node.name, 0]));
  for (let round = 0; round < routers.length; round++) {
    for (const node of routers) {
      for (const { peer } of bgpInterfaces(lab, node)) {
        const via = length.get(peer.node);
        if (via === undefined) continue;
        const path = via + pathStep(lab, peer.node, node.name);
        if (path < (length.get(node.name) ?? Number.POSITIVE_INFINITY)) length.set(node.name, path);
      }
    }
  }
  const nextHops = new Map<string, string[]>();
  for (const node of routers) {
    if (announcers.includes(node) || !length.has(node.name)) continue;
    const best = bgpInterfaces(lab, node)
      .map(({ peer }) => peer.node)
      .filter((peer) => {
        const via = length.get(peer);
        return via !== undefined && via + pathStep(lab, peer, node.name) === length.get(node.name);
      });
    nextHops.set(node.name, best);
  }
  return nextHops;
}

// The AS numbers that `from` adds when it announces to `to`.
function pathStep(lab: Lab, from: string, to: string): number {
  return 1 + prependedTimes(nodeOf(lab, from), to);
}

/** How often a node prepends its own AS number to what it announces towards a neighbour. */
export function prependedTimes(node: LabNode, towards: string): number {
  return node.prepend.find((entry) => entry.towards === towards)?.count ?? 0;
}

/** The interface names of a router's next hops, sorted as text, so that they can be compared. */
export function nextHopInterfaces(node: LabNode, neighbours: readonly string[]): string[] {
  return neighbours.flatMap((name) => interfaceTowards(node, name)?.name ?? []).sort();
}
