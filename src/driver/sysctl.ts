import type { Scope } from "../core/index.js";
import type { NodeShell } from "./node-shell.js";

/**
 * Sets a network sysctl of a node, and with the scope again what it was before.
 * @throws ShiftError E_COMMAND where the kernel has no such key, or does not take the value
 */
export async function setSysctl(
  node: NodeShell,
  scope: Scope,
  key: string,
  value: number | string,
): Promise<void> {
  const before = await readSysctl(node, key);
  scope.defer(`sysctl ${key} at ${node.name}`, () => write(node, key, before));
  await write(node, key, value);
}

/** The value of a network sysctl of a node. @throws ShiftError E_COMMAND where the kernel has no such key */
export async function readSysctl(node: NodeShell, key: string): Promise<string> {
  return (await sysctl(node, "-n", key)).trim();
}

async function write(node: NodeShell, key: string, value: number | string): Promise<void> {
  await sysctl(node, "-q", "-w", `${key}=${value}`);
}

// The host's view of /proc/sys, because it is read-only in a container; `inside: net` still means this node's network.
function sysctl(node: NodeShell, ...args: string[]): Promise<string> {
  return node.exec(["sysctl", ...args], { inside: "net" });
}
