import { loadTable, NFT_FAMILY } from "../../driver/index.js";
import type { Condition } from "../../scenario/index.js";
import { type Lab, seesAnswers } from "../../topology/index.js";
import { balanceRules, bucketTable } from "../balance-rules.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";
import type { Flow } from "../hop-choice.js";
import { nftJhash } from "../jhash.js";
import { memberTables } from "../member-tables.js";
import { followMembers, type Member } from "../members.js";

type Balance = Extract<Condition, { kind: "balance" }>;

/**
 * A hop whose choice of a member is nft's: a hash of header fields picks a bucket, a map gives the bucket's member as
 * the packet's mark, and the mark its routing table. An agent follows BGP and swaps the whole map in one transaction.
 * Packets without a TCP header, such as later fragments and ICMP, take the kernel's route.
 */
export async function balance(
  condition: Balance,
  context: ConditionContext,
): Promise<ActiveCondition> {
  const { node } = condition;
  const { running, family, scope } = context;
  const hop = running.node(node);
  const rules = `${NFT_FAMILY[family]} shift_balance`;
  const buckets = bucketTable(condition);
  const lead = memberTables(node, context);
  const body = balanceRules(condition, family, running.spec.lab.vip[family]);
  await loadTable(hop, scope, { name: rules, body });
  let table: Member[] = [];
  const agent = await followMembers(node, context, async (members) => {
    await lead(members);
    table = buckets.fill(members);
    const elements = table.map(({ number }, bucket) => `${bucket} : ${number}`).join(", ");
    const add = `add element ${rules} members { ${elements} }\n`;
    const input = `flush map ${rules} members\n${table.length > 0 ? add : ""}`;
    await hop.exec(["nft", "-f", "-"], { input });
  });
  const unpredictable = whyUnpredictable(condition, running.spec.lab);
  if (unpredictable !== undefined) return { ...agent, choice: { node, unpredictable } };
  const { seed, pin } = condition;
  const markOf = (flow: Flow) => table[nftJhash(flow, buckets.size, seed)]?.number;
  return { ...agent, choice: { node, markOf: pin === "none" ? markOf : remembering(markOf) } };
}

function whyUnpredictable({ node, fields, pin }: Balance, lab: Lab): string | undefined {
  // Only its ends stay the same for all of a connection's life.
  if (fields.join() !== "source-address,source-port") return `hashes ${fields.join(", ")}`;
  if (pin === "connmark" && !seesAnswers(lab, node))
    return "tracks connections without their answers";
  return undefined;
}

// The mark that a connection got first is the one that it keeps.
function remembering(markOf: (flow: Flow) => number | undefined) {
  const first = new Map<string, number | undefined>();
  return (flow: Flow) => {
    const ends = `${flow.source} ${flow.sourcePort}`;
    if (!first.has(ends)) first.set(ends, markOf(flow));
    return first.get(ends);
  };
}
