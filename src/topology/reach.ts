import { type Lab, nodeOf } from "./lab.js";

/** Names of the devices that can be reached over a neighbour of a hop without coming back through the hop. */
export function devicesBehind(lab: Lab, hop: string, neighbour: string): string[] {
  const seen = new Set([hop]);
  const open = [neighbour];
  const devices: string[] = [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = nodeOf(lab, name);
    if (node.role === "device") devices.push(name);
    // A device forwards nothing: there is no way through it.
    else open.push(...node.interfaces.map(({ peer }) => peer.node));
  }
  return devices;
}
