import type { Condition } from "../../scenario/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";
import { memberTables } from "../member-tables.js";
import { followMembers } from "../members.js";

const TABLE = "inet shift_spray";

/**
 * A hop that spreads packet by packet: nft numbers the packets to the anycast address in turn, and each number has a
 * member. Linux itself balanced like this before 4.4 (ip-sysctl.rst, net commit 0e884c78ee19).
 */
export async function sprayPackets(
  { node }: Extract<Condition, { kind: "packet-spray" }>,
  context: ConditionContext,
): Promise<ActiveCondition> {
  const { running, family, scope } = context;
  const hop = running.node(node);
  const vip = running.spec.lab.vip[family];
  const match = family === 4 ? `ip daddr ${vip}` : `ip6 daddr ${vip}`;
  const lead = memberTables(node, context);
  scope.defer(`packet spraying at ${node}`, async () => {
    await hop.exec(["nft", "delete", "table", ...TABLE.split(" ")]);
  });
  const agent = await followMembers(node, context, async (members) => {
    await lead(members);
    const marks = members.map(({ number }, index) => `${index} : ${number}`).join(", ");
    const rule = `add rule ${TABLE} spread ${match} meta mark set numgen inc mod ${members.length} map { ${marks} }\n`;
    const rules = `table ${TABLE} {
  chain spread {
    type filter hook prerouting priority mangle; policy accept;
  }
}
flush chain ${TABLE} spread
${members.length > 0 ? rule : ""}`;
    await hop.exec(["nft", "-f", "-"], { input: rules });
  });
  return { ...agent, choice: { node, unpredictable: "spreads packets one by one" } };
}
