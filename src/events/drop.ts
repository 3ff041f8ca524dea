import { pause } from "../core/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

const TABLE = "inet shift_drop";

/** Drops every packet to and from the anycast address at a hop for so many milliseconds; no route changes. */
export async function dropAnycast(context: EventContext, node: string, ms: number): Promise<void> {
  const { running, scope } = context;
  const shell = running.node(node);
  const { 4: v4, 6: v6 } = running.spec.lab.vip;
  const rules = `table ${TABLE} {
  chain forward {
    type filter hook forward priority -300; policy accept;
    ip daddr ${v4} drop
    ip saddr ${v4} drop
    ip6 daddr ${v6} drop
    ip6 saddr ${v6} drop
  }
}
`;
  const remove = scope.defer(`packet loss at ${node}`, async () => {
    await shell.exec(["nft", "delete", "table", ...TABLE.split(" ")]);
  });
  await carryOut(context, { event: "drop", target: node }, () =>
    shell.exec(["nft", "-f", "-"], { input: rules }),
  );
  await pause(ms, context.signal);
  await carryOut(context, { event: "drop-end", target: node }, remove);
}
