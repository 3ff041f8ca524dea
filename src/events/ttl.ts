import { loadTable } from "../driver/index.js";
import type { Step } from "../scenario/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

const TABLE = "inet shift_ttl";

/** Packets to the anycast address leave a hop with this TTL (hop limit), as if their way there had changed its length. */
export async function setTtl(
  context: EventContext,
  { node, value }: Extract<Step, { do: "ttl" }>,
): Promise<void> {
  const { running, scope } = context;
  const { 4: v4, 6: v6 } = running.spec.lab.vip;
  const body = `  chain forward {
    type filter hook forward priority mangle; policy accept;
    ip daddr ${v4} ip ttl set ${value}
    ip6 daddr ${v6} ip6 hoplimit set ${value}
  }
`;
  await carryOut(context, { event: "ttl", target: node }, () =>
    loadTable(running.node(node), scope, { name: TABLE, body }),
  );
}
