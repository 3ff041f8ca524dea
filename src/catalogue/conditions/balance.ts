import type { Family } from "../../core/index.js";
import type { Condition } from "../../scenario/index.js";
import { type BucketTable, maglevTable, moduloTable, thresholdTable } from "../bucket-table.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";
import { nftJhash } from "../jhash.js";
import { memberTables } from "../member-tables.js";
import { followMembers, type Member } from "../members.js";

type Balance = Extract<Condition, { kind: "balance" }>;

const TABLE = "shift_balance";
const CONNECTIONS = 65_536;

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
  const rules = `${family === 4 ? "ip" : "ip6"} ${TABLE}`;
  const buckets = bucketTable(condition);
  const nft = (input: string) => hop.exec(["nft", "-f", "-"], { input });
  const lead = memberTables(node, context);
  await nft(balanceRules(condition, family, running.spec.lab.vip[family]));
  scope.defer(`balancing at ${node}`, async () => void (await nft(`delete table ${rules}\n`)));
  let table: Member[] = [];
  const agent = await followMembers(node, context, async (members) => {
    await lead(members);
    table = buckets.fill(members);
    const elements = table.map(({ number }, bucket) => `${bucket} : ${number}`).join(", ");
    const add = `add element ${rules} members { ${elements} }\n`;
    await nft(`flush map ${rules} members\n${table.length > 0 ? add : ""}`);
  });
  const doubt = notForeseen(condition);
  return {
    ...agent,
    choice: doubt
      ? { node, unpredictable: doubt }
      : {
          node,
          markOf: (flow) => table[nftJhash(flow, buckets.size, condition.seed)]?.number,
        },
  };
}

// A member can be foretold from a connection's ends when they alone are hashed, and nothing else is remembered.
function notForeseen({ fields, pin }: Balance): string | undefined {
  if (pin !== "none") return "remembers where each connection began";
  return fields.join() === "source-address,source-port"
    ? undefined
    : `hashes ${fields.join(", ")}`;
}

/** The hash table that a balancer chooses by. */
export function bucketTable({ by, size }: Pick<Balance, "by" | "size">): BucketTable {
  return { threshold: thresholdTable, modulo: moduloTable, maglev: maglevTable(size) }[by];
}

/** The nft table of a balancer, its map of members still empty. */
export function balanceRules(
  condition: Balance,
  family: Family,
  vip: string,
): string {
  const { fields, seed, pin } = condition;
  const ip = family === 4 ? "ip" : "ip6";
  const to = `${ip} daddr ${vip}`;
  const hashed = fields.map((field) => FIELDS[field][family]).join(" . ");
  const hash = `jhash ${hashed} mod ${bucketTable(condition).size} seed ${seed}`;
  const ends = `${ip} saddr . tcp sport`;
  const rules = {
    none: [`${to} jump choose`],
    connmark: [
      `${to} ct state new jump choose`,
      `${to} ct state new ct mark set meta mark`,
      `${to} meta mark set ct mark`,
    ],
    table: [
      `${to} meta mark set ${ends} map @connections`,
      `${to} meta mark 0 jump choose`,
      `${to} meta mark != 0 update @connections { ${ends} : meta mark }`,
    ],
  }[pin];
  return `table ${ip} ${TABLE} {
  map members {
    typeof ${hash} : meta mark
  }
  map connections {
    typeof ${ends} : meta mark
    size ${CONNECTIONS}
    flags dynamic,timeout
    timeout 5m
  }
  chain choose {
    meta mark set ${hash} map @members
  }
  chain balance {
    type filter hook prerouting priority mangle; policy accept;
    ${rules.join("\n    ")}
  }
}
`;
}

const FIELDS: Record<Balance["fields"][number], Record<Family, string>> = {
  "source-address": { 4: "ip saddr", 6: "ip6 saddr" },
  "source-port": { 4: "tcp sport", 6: "tcp sport" },
  dscp: { 4: "ip dscp", 6: "ip6 dscp" },
  ecn: { 4: "ip ecn", 6: "ip6 ecn" },
  ttl: { 4: "ip ttl", 6: "ip6 hoplimit" },
};
