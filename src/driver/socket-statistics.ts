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
  return (await established(node, [`--${protocol}`], filter)).length;
}

/**
 * How many bytes each established TCP socket of a node has sent, of those that match a filter of ss(8).
 * @throws ShiftError E_COMMAND.
 */
export async function bytesSent(node: NodeShell, filter: string): Promise<number[]> {
  const lines = await established(node, ["--tcp", "--info", "--oneline"], filter);
  return lines.map((line) => Number(/ bytes_sent:(\d+)/.exec(line)?.[1] ?? 0));
}

// A line for each.
async function established(
  node: NodeShell,
  asked: readonly string[],
  filter: string,
): Promise<string[]> {
  const ss = ["ss", ...asked, "--numeric", "--no-header", "state", "established", filter];
  return (await node.exec(ss)).split("\n").filter((line) => line !== "");
}
