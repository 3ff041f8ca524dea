import { expectedPaths, type Lab } from "../topology/index.js";

/** A place where packets are captured. */
export interface CapturePoint {
  node: string;
  interface: string;
  /** The node at the other end of the link. */
  peer: string;
  point: "origin" | "member-link" | "device";
}

/** Every origin, every link of the ECMP hop towards the devices, and every device. */
export function capturePoints(lab: Lab): CapturePoint[] {
  return lab.nodes.flatMap((node) =>
    node.interfaces.flatMap(({ name, peer }): CapturePoint[] => {
      const at = { node: node.name, interface: name, peer: peer.node };
      if (node.role === "origin") return [{ ...at, point: "origin" }];
      if (node.role === "device") return [{ ...at, point: "device" }];
      return node.ecmp && isMember(lab, node.name, peer.node)
        ? [{ ...at, point: "member-link" }]
        : [];
    }),
  );
}

// Towards the origins there may be a way to a device too (another site), but never without passing a first hop.
function isMember(lab: Lab, hop: string, neighbour: string): boolean {
  const vip = expectedPaths(lab).find(({ prefix }) => prefix[4].startsWith(`${lab.vip[4]}/`));
  return vip?.nextHops.get(hop)?.includes(neighbour) ?? false;
}
