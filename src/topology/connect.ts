import { macOf, originAddresses } from "./addresses.js";
import {
  type DualAddress,
  hostPrefix,
  type Lab,
  type LabLink,
  type LabNode,
  nodesOf,
} from "./lab.js";

/** The nodes at both ends of a link. */
type Ends = readonly [LabNode, LabNode];

/** Links two nodes; the addresses are those of its ends. */
export function connect(
  lab: Lab,
  ends: Ends,
  addresses: [DualAddress, DualAddress],
  ring = false,
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
      ring,
    });
  }
  return {
    ends: [
      { node: ends[0].name, interface: names[0] },
      { node: ends[1].name, interface: names[1] },
    ],
  };
}

/**
 * Links an origin with a first hop, which announces the way back.
 * @param addresses of the link's ends, for one of several; left out, the link has the origin's own address
 */
export function connectOrigin(
  lab: Lab,
  ends: Ends,
  addresses: [DualAddress, DualAddress] | undefined,
): LabLink {
  const [origin, router] = ends[0].role === "origin" ? ends : ([ends[1], ends[0]] as const);
  const { hop, own, prefix, pool } = originAddresses(nodesOf(lab, "origin").indexOf(origin));
  const access: [DualAddress, DualAddress] = origin === ends[0] ? [own, hop] : [hop, own];
  const link = connect(lab, ends, addresses ?? access);
  const over = router.interfaces.at(-1)?.name ?? "";
  origin.pool = pool;
  router.networks.push(prefix, pool);
  router.staticRoutes.push({ prefix: pool, over });
  if (addresses) {
    // On lo: of equal-cost links Linux prefers the one that has the source address (kernel fib_select_multipath).
    origin.loopback = [hostPrefix(own)];
    router.staticRoutes.push({ prefix, over });
  }
  return link;
}
