import type { Scope } from "../../core/index.js";
import type { NodeShell } from "../../driver/index.js";

/**
 * Loads a table of nftables rules into a node and removes it with the scope. The name is family and table, such as
 * `inet shift_spray`; the body is what stands between its braces. A `}` after a statement must stand on a line of its
 * own (nft 1.0.6).
 */
export async function loadTable(
  node: NodeShell,
  scope: Scope,
  { name, body }: { name: string; body: string },
): Promise<void> {
  scope.defer(`nft table ${name} at ${node.name}`, async () => {
    // One transaction that also succeeds where loading failed and there is nothing to delete.
    const input = `table ${name}\ndelete table ${name}\n`;
    await node.exec(["nft", "-f", "-"], { input });
  });
  await node.exec(["nft", "-f", "-"], { input: `table ${name} {\n${body}}\n` });
}
