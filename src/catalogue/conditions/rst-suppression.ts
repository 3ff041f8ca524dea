import { loadTable } from "../../driver/index.js";
import { nodesOf } from "../../topology/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

/** Devices keep silent where they would send the RST of a host without a socket: RST without ACK (RFC 9293, 3.5.2). */
export async function suppressResets({
  running,
  scope,
}: ConditionContext): Promise<ActiveCondition> {
  const { lab } = running.spec;
  const body = `  chain answers {
    type filter hook output priority filter; policy accept;
    ip saddr ${lab.vip[4]} tcp flags & (rst | ack) == rst drop
    ip6 saddr ${lab.vip[6]} tcp flags & (rst | ack) == rst drop
  }
`;
  for (const { name } of nodesOf(lab, "device")) {
    await loadTable(running.node(name), scope, { name: "inet shift_silence", body });
  }
  return {};
}
