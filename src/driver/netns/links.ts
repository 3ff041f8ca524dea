import { type Lab, type LabNode, LINK_MTU, macAt } from "../../topology/index.js";

/**
 * The links of a lab as an `ip -batch` file: each veth pair is made straight inside its two nodes' network namespaces,
 * under its final names, so that no link is ever seen on the host. They are still down: a veth cannot be up before it
 * has its peer (drivers/net/veth.c, veth_open).
 * @param pids node name to the process id of the node's first process.
 */
export function linkBatch(lab: Lab, pids: ReadonlyMap<string, number>): string {
  const end = ({ node, interface: name }: { node: string; interface: string }) => {
    const mac = macAt(lab, { node, interface: name });
    const pid = pids.get(node);
    if (pid === undefined) throw new RangeError(`no end ${name} at ${node}`);
    return `name ${name} address ${mac} mtu ${LINK_MTU} netns ${pid}`;
  };
  return lab.links
    .map(({ ends }) => `link add ${end(ends[0])} type veth peer ${end(ends[1])}\n`)
    .join("");
}

/** The commands of an `ip -batch` file that bring a node's links up. */
export function upBatch(node: LabNode): string {
  return node.interfaces.map(({ name }) => `link set ${name} up\n`).join("");
}
