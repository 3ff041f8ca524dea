import { FAMILIES, type Family } from "../core/index.js";
import { bare, interfaceTowards, type Lab, type LabNode } from "../topology/index.js";
import { prependLines, prependMap } from "./frr-conf.js";

/** A vtysh call that enters these configuration lines at bgpd. */
export function configure(lines: readonly string[]): string[] {
  return [
    "vtysh",
    "-d",
    "bgpd",
    ...["configure terminal", ...lines].flatMap((line) => ["-c", line]),
  ];
}

/** Configuration lines by which a device withdraws or announces the anycast prefix of one family. */
export function anycastLines(lab: Lab, node: LabNode, family: Family, announce: boolean): string[] {
  const prefix = `${lab.vip[family]}/${family === 4 ? 32 : 128}`;
  return [
    `router bgp ${node.asn}`,
    `address-family ipv${family} unicast`,
    `${announce ? "" : "no "}network ${prefix}`,
  ];
}

/** Configuration lines that make a router prepend its AS so many times towards a neighbour; 0 stops it. */
export function prependTowards(node: LabNode, towards: string, times: number): string[] {
  const peer = interfaceTowards(node, towards)?.peer;
  if (!peer) throw new RangeError(`${node.name} has no link to ${towards}`);
  const onNeighbours = (no: string) =>
    FAMILIES.flatMap((family) => [
      `address-family ipv${family} unicast`,
      `${no}neighbor ${bare(peer.address[family])} route-map ${prependMap(towards)} out`,
      "exit-address-family",
    ]);
  const bgp = `router bgp ${node.asn}`;
  if (times === 0)
    return [bgp, ...onNeighbours("no "), "exit", `no route-map ${prependMap(towards)}`];
  // Set the sequence anew: another count would otherwise be merged into it.
  return [...prependLines(node, towards, times), "exit", bgp, ...onNeighbours("")];
}

/** Commands that make bgpd send its routes again after a change of policy, instead of after its delay timer. */
export function refreshOut(family: Family): string[] {
  return ["vtysh", "-d", "bgpd", "-c", `clear bgp ipv${family} unicast * soft out`];
}
