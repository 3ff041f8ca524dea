import type { ShiftError } from "../core/index.js";
import type { TopologySpec } from "../scenario/index.js";
import { deviceUnicast, linkAddresses, macOf, originAddresses } from "./addresses.js";
import { type Expanded, expandTopology, type Parameters } from "./expand.js";
import { type DualAddress, type Lab, type LabLink, type LabNode, nodeOf } from "./lab.js";

const FIRST_ASN = 64_512;
const FIRST_SEED = 0x5eed_0001;

/** A lab from a topology file and values for its parameters; what does not fit is returned as a list of errors. */
export function buildLab(spec: TopologySpec, parameters: Parameters = {}): Lab | ShiftError[] {
  const expanded = expandTopology(spec, parameters);
  if (Array.isArray(expanded)) return expanded;
  const vip: DualAddress = { 4: spec.anycast.ipv4, 6: spec.anycast.ipv6 };
  const lab: Lab = {
    topology: spec.name,
    title: spec.title,
    vip,
    nodes: makeNodes(expanded, vip),
    links: [],
  };
  let origins = 0;
  let plain = 0;
  for (const [a, b] of expanded.links) {
    const ends = [nodeOf(lab, a), nodeOf(lab, b)] as const;
    const originEnd = ends.findIndex((node) => node.role === "origin");
    lab.links.push(
      originEnd < 0
        ? connect(lab, ends, linkAddresses(plain++))
        : connectOrigin(lab, ends, originEnd, origins++),
    );
  }
  for (const { node, towards, count } of expanded.prepend) nodeOf(lab, node).prepend.push({ towards, count });
  return lab;
}

function makeNodes(expanded: Expanded, vip: DualAddress): LabNode[] {
  let devices = 0;
  return expanded.nodes.map(({ name, role, ecmp }, index): LabNode => {
    const own = role === "device" ? deviceUnicast(devices) : undefined;
    const shared: DualAddress = { 4: `${vip[4]}/32`, 6: `${vip[6]}/128` };
    const addresses = own ? [shared, own] : [];
    return {
      name,
      role,
      ecmp,
      asn: role === "origin" ? 0 : FIRST_ASN + index,
      routerId: `10.255.0.${index + 1}`,
      ttl: own ? 64 + 20 * devices++ : 64,
      hashSeed: FIRST_SEED + index,
      interfaces: [],
      loopback: addresses,
      networks: [...addresses],
      prepend: [],
    };
  });
}

function connectOrigin(lab: Lab, ends: readonly [LabNode, LabNode], originEnd: number, n: number): LabLink {
  const { hop, own, prefix } = originAddresses(n);
  (ends[1 - originEnd] as LabNode).networks.push(prefix);
  return connect(lab, ends, originEnd === 0 ? [own, hop] : [hop, own]);
}

function connect(
  lab: Lab,
  ends: readonly [LabNode, LabNode],
  addresses: [DualAddress, DualAddress],
): LabLink {
  const names = ends.map((node) => `eth${node.interfaces.length + 1}`) as [string, string];
  for (const side of [0, 1] as const) {
    const node = ends[side];
    const other = (1 - side) as 0 | 1;
    node.interfaces.push({
      name: names[side],
      mac: macOf(lab.nodes.indexOf(node), node.interfaces.length + 1),
      address: addresses[side],
      peer: { node: ends[other].name, interface: names[other], address: addresses[other] },
    });
  }
  return {
    ends: [
      { node: ends[0].name, interface: names[0] },
      { node: ends[1].name, interface: names[1] },
    ],
  };
}
