import {
  anycastMembers,
  type Lab,
  type LabInterface,
  type LabNode,
  macAt,
} from "../topology/index.js";

/** What tcpdump calls all interfaces of a node. */
export const ALL_LINKS = "any";

/** A place where packets are captured. */
export interface CapturePoint {
  node: string;
  /** Its name, or ALL_LINKS. */
  interface: string;
  /** The node at the other end of the link; of several links their nodes, with + between them. */
  peer: string;
  point: "origin" | "member-link" | "device";
  /** MAC addresses of both ends of its links: all frames there are of them, and none of another link's. */
  macs: string[];
}

/** Every origin, every link of the ECMP hop towards the devices, and every device. */
export function capturePoints(lab: Lab): CapturePoint[] {
  return lab.nodes.flatMap((node) => {
    if (node.role === "origin") return [originPoint(lab, node)];
    return node.interfaces.flatMap((link): CapturePoint[] => {
      const { name, peer } = link;
      const macs = macsOf(lab, link);
      const at = { node: node.name, interface: name, peer: peer.node, macs };
      if (node.role === "device") return [{ ...at, point: "device" }];
      // Towards the origins there may be a way to a device too (another site), but never without passing a first hop.
      return node.ecmp && anycastMembers(lab, node.name).includes(peer.node)
        ? [{ ...at, point: "member-link" }]
        : [];
    });
  });
}

// One file for all links: a connection that moves from one to another is one connection, its packets in their order.
function originPoint(lab: Lab, { name, interfaces }: LabNode): CapturePoint {
  const [first, ...others] = interfaces;
  return {
    node: name,
    interface: first && others.length === 0 ? first.name : ALL_LINKS,
    peer: interfaces.map(({ peer }) => peer.node).join("+"),
    point: "origin",
    macs: interfaces.flatMap((link) => macsOf(lab, link)),
  };
}

function macsOf(lab: Lab, { mac, peer }: LabInterface): string[] {
  return [mac, macAt(lab, peer)];
}
