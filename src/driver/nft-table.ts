import type { Family, Scope } from "../core/index.js";
import type { NodeShell } from "./node-shell.js";

/** What nft calls a family: in tables of its own, and in front of a header's field. */
export const NFT_FAMILY: Record<Family, "ip" | "ip6"> = { 4: "ip", 6: "ip6" };

/**
 * Loads a table of nftables rules into a node, in place of one of the same name, and removes it with the scope. The name
 * is family and table, such as `inet shift_spray`; the body is what stands between its braces. A `}` after a statement
 * must stand on a line of its own (nft 1.0.6).
 * @returns what removes it now
 */
export async function loadTable(
  node: NodeShell,
  scope: Scope,
  { name, body }: { name: string; body: string },
): Promise<() => Promise<void>> {
  // One transaction that also succeeds where there is nothing to delete.
  const gone = `table ${name}\ndelete table ${name}\n`;
  const remove = scope.defer(`nft table ${name} at ${node.name}`, async () => {
    await node.exec(["nft", "-f", "-"], { input: gone });
  });
  await node.exec(["nft", "-f", "-"], { input: `${gone}table ${name} {\n${body}}\n` });
  return remove;
}
