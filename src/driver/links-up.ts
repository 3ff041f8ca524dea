import type { NodeShell } from "./node-shell.js";

/** Names of the links of a node that are up, whether or not the other end is. @throws ShiftError E_COMMAND. */
export async function linksUp(node: NodeShell): Promise<string[]> {
  const lines = await node.exec(["ip", "-brief", "link", "show", "up"], { inside: "net" });
  // `eth1@if3  UP  …`
  return lines.split("\n").flatMap((line) => /^[^@\s]+/.exec(line) ?? []);
}
