import type { Family } from "../core/index.js";
import { ROLE_WORDS } from "../scenario/index.js";

/** What a node is there for. */
export type Role = "origin" | "hop" | "device";

/** MTU of every link, in bytes: no Internet path carries more, though containerlab's default of 9500 would. */
export const LINK_MTU = 1500;

/** One address with its prefix length, per family. */
export interface DualAddress {
  4: string;
  6: string;
}

/** One end of a link. */
export interface LabInterface {
  /** eth1, eth2, … in the order of the topology's links. */
  name: string;
  mac: string;
  /** Address with prefix length. */
  address: DualAddress;
  peer: { node: string; interface: string; address: DualAddress };
  /** A link of the devices' ring: no BGP session runs over it. */
  ring: boolean;
}

/** A node with everything that its files are made from. */
export interface LabNode {
  name: string;
  role: Role;
  /** The hop whose equal-cost choice is the subject. */
  ecmp: boolean;
  /** Container image of its own; undefined: the usual one. */
  image: string | undefined;
  /** Private AS number (RFC 6996); 0 for origins, which speak no BGP. */
  asn: number;
  routerId: string;
  /** TTL and hop limit of its own packets: names the sender in a capture. */
  ttl: number;
  /** HASH_SEED (sysctls.ts), one of its own for each router. */
  hashSeed: number;
  interfaces: LabInterface[];
  /** Addresses on lo: a device's anycast and unicast address, and that of an origin with several links. */
  loopback: DualAddress[];
  /** An origin's prefix of more addresses, all its own. */
  pool?: DualAddress;
  /** Prefixes that it reaches over one of its interfaces, without BGP. */
  staticRoutes: { prefix: DualAddress; over: string }[];
  /** Prefixes that it announces by BGP. */
  networks: DualAddress[];
  /** Prepending of its own AS towards a neighbour node. */
  prepend: { towards: string; count: number }[];
}

/** A veth pair between two nodes. */
export interface LabLink {
  ends: [{ node: string; interface: string }, { node: string; interface: string }];
}

/** A topology with names, addresses and AS numbers filled in; pure data. */
export interface Lab {
  topology: string;
  title: string;
  /** The anycast address without prefix length. */
  vip: DualAddress;
  nodes: LabNode[];
  links: LabLink[];
}

/** The node of that name. @throws RangeError when there is none. */
export function nodeOf(lab: Lab, name: string): LabNode {
  const node = lab.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new RangeError(`no node ${name} in ${lab.topology}`);
  return node;
}

/** The nodes of one role, in the topology's order. */
export function nodesOf(lab: Lab, role: Role): LabNode[] {
  return lab.nodes.filter((node) => node.role === role);
}

/** The nodes that a scenario's own mitigation names: all of a role, or one by its name; none when there is no such. */
export function nodesAt(lab: Lab, where: string): LabNode[] {
  const role = Object.entries(ROLE_WORDS).find(([word]) => word === where)?.[1];
  return lab.nodes.filter((node) => (role ? node.role === role : node.name === where));
}

/** The hop whose equal-cost choice is the subject. @throws RangeError when the topology marks none. */
export function ecmpHop(lab: Lab): LabNode {
  const hop = lab.nodes.find((node) => node.ecmp);
  if (!hop) throw new RangeError(`no node of ${lab.topology} is marked ecmp`);
  return hop;
}

/** The interface of a node that leads to a neighbour node; undefined when they share no link. */
export function interfaceTowards(node: LabNode, neighbour: string): LabInterface | undefined {
  return node.interfaces.find((candidate) => candidate.peer.node === neighbour);
}

/** The MAC address of one end of a link. @throws RangeError when the node has no such interface. */
export function macAt(lab: Lab, end: { node: string; interface: string }): string {
  const there = nodeOf(lab, end.node).interfaces.find(({ name }) => name === end.interface);
  if (!there) throw new RangeError(`no end ${end.interface} at ${end.node}`);
  return there.mac;
}

/** The interfaces of a router or device over which BGP sessions run. */
export function bgpInterfaces(lab: Lab, node: LabNode): LabInterface[] {
  return node.interfaces.filter(({ ring, peer }) => !ring && nodeOf(lab, peer.node).asn !== 0);
}

/** An address alone, as a prefix: a /32 and a /128. */
export function hostPrefix({ 4: v4, 6: v6 }: DualAddress): DualAddress {
  return { 4: `${bare(v4)}/32`, 6: `${bare(v6)}/128` };
}

/** An address without its prefix length. */
export function bare(address: string): string {
  return address.split("/")[0] as string;
}

/** How many addresses of an origin's pool are used: an IPv4 /21 without its first and last. */
const POOL_SIZE = 2046;

/** The n-th address (0-based) of an origin's pool; after the last comes the first again. */
export function poolAddress(node: LabNode, family: Family, n: number): string {
  if (!node.pool) throw new RangeError(`${node.name} has no pool of addresses`);
  const host = (n % POOL_SIZE) + 1;
  const base = bare(node.pool[family]);
  if (family === 6) return `${base}${host.toString(16)}`;
  const [a, b, c] = base.split(".").map(Number) as [number, number, number];
  return `${a}.${b}.${c + (host >> 8)}.${host & 255}`;
}

/** A node's own unicast address: the last one on lo, else that of its first interface. */
export function unicastOf(node: LabNode, family: Family): string {
  const own = node.loopback.at(-1) ?? node.interfaces[0]?.address;
  if (!own) throw new RangeError(`${node.name} has no unicast address`);
  return bare(own[family]);
}
