import { loadTable, NFT_FAMILY } from "../../driver/index.js";
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
  const match = `${NFT_FAMILY[family]} daddr ${vip}`;
  const lead = memberTables(node, context);
  const chain = "type filter hook prerouting priority mangle; policy accept;";
  await loadTable(hop, scope, { name: TABLE, body: `chain spread {\n${chain}\n}\n` });
  const agent = await followMembers(node, context, async (members) => {
    await lead(members);
    const marks = members.map(({ number }, index) => `${index} : ${number}`).join(", ");
    const rule = `${match} meta mark set numgen inc mod ${members.length} map { ${marks} }`;
    const add = members.length > 0 ? `add rule ${TABLE} spread ${rule}\n` : "";
    await hop.exec(["nft", "-f", "-"], { input: `flush chain ${TABLE} spread\n${add}` });
  });
  return { ...agent, choice: { node, unpredictable: "spreads packets one by one" } };
}
