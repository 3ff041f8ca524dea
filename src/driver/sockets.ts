import type { NodeShell } from "./node-shell.js";

/**
 * How many established sockets of a node match a filter of ss(8), such as `dst 192.0.2.1:80`.
 * @throws ShiftError E_COMMAND.
 */
export async function countEstablished(
  node: NodeShell,
  protocol: "tcp" | "mptcp",
  filter: string,
): Promise<number> {
  const ss = ["ss", `--${protocol}`, "--numeric", "--no-header", "state", "established", filter];
  const lines = await node.exec(ss);
  return lines.split("\n").filter((line) => line !== "").length;
}

/**
 * How many bytes each established TCP socket of a node has sent, of those that match a filter of ss(8).
 * @throws ShiftError E_COMMAND.
 */
export async function bytesSent(node: NodeShell, filter: string): Promise<number[]> {
  const asked = ["--tcp", "--numeric", "--no-header", "--info", "--oneline"];
  const lines = await node.exec(["ss", ...asked, "state", "established", filter]);
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Number(/ bytes_sent:(\d+)/.exec(line)?.[1] ?? 0));
}
