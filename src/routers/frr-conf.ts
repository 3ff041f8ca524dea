import { FAMILIES } from "../core/index.js";
import { bare, bgpInterfaces, type Lab, type LabNode, nodeOf } from "../topology/index.js";

const PREFER_GLOBAL = "PREFER-GLOBAL";
// Equal paths that a router takes, whatever it has; 256 is the most that FRR is built with in Debian.
const FEWEST_PATHS = 16;

/**
 * frr.conf of a router or device: eBGP to every neighbour in both families, multipath over different neighbour ASes.
 *
 * IPv6 next hops are the global link addresses that the BGP sessions themselves use, so that their neighbour entries
 * are warm before any traffic: a cold one sends the first packets of a connection to another member.
 */
export function frrConf(lab: Lab, node: LabNode): string {
  const neighbours = bgpInterfaces(lab, node).map(({ peer }) => ({
    peer,
    remote: nodeOf(lab, peer.node),
  }));
  const paths = Math.max(FEWEST_PATHS, neighbours.length);
  const lines = [
    `hostname ${node.name}`,
    "!",
    // Before their first use: a neighbour with an unknown route-map denies everything until a timer of 5 s has passed.
    `route-map ${PREFER_GLOBAL} permit 10`,
    " set ipv6 next-hop prefer-global",
    "exit",
    "!",
    ...node.prepend.flatMap(({ towards, count }) => [
      ...prependLines(node, towards, count),
      "exit",
      "!",
    ]),
    `router bgp ${node.asn}`,
    ` bgp router-id ${node.routerId}`,
    " no bgp ebgp-requires-policy",
    " no bgp default ipv4-unicast",
    " bgp bestpath as-path multipath-relax",
    " timers bgp 3 9",
  ];
  for (const { peer, remote } of neighbours) {
    for (const family of FAMILIES) {
      const address = bare(peer.address[family]);
      lines.push(` neighbor ${address} remote-as ${remote.asn}`);
      lines.push(` neighbor ${address} timers connect 1`);
    }
  }
  for (const family of FAMILIES) {
    lines.push(" !", ` address-family ipv${family} unicast`);
    lines.push(...node.networks.map((network) => `  network ${network[family]}`));
    for (const { peer, remote } of neighbours) {
      const address = bare(peer.address[family]);
      lines.push(`  neighbor ${address} activate`);
      if (family === 6) lines.push(`  neighbor ${address} route-map ${PREFER_GLOBAL} in`);
      const prepended = node.prepend.some(({ towards }) => towards === remote.name);
      if (prepended) lines.push(`  neighbor ${address} route-map ${prependMap(remote.name)} out`);
    }
    lines.push(`  maximum-paths ${paths}`, " exit-address-family");
  }
  lines.push("exit");
  return `${lines.join("\n")}\n`;
}

/** Name of the route-map that prepends towards a neighbour. */
export function prependMap(towards: string): string {
  return `PREPEND-${towards.toUpperCase()}`;
}

/** The route-map that prepends a router's own AS number so many times. */
export function prependLines(node: LabNode, towards: string, count: number): string[] {
  const asns = Array.from({ length: count }, () => node.asn).join(" ");
  return [`route-map ${prependMap(towards)} permit 10`, ` set as-path prepend ${asns}`];
}
