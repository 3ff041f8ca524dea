import type { Family } from "../core/index.js";
import { NFT_FAMILY } from "../driver/index.js";
import type { Condition } from "../scenario/index.js";
import { type BucketTable, maglevTable, moduloTable, thresholdTable } from "./bucket-table.js";

type Balance = Extract<Condition, { kind: "balance" }>;

const CONNECTIONS = 65_536;

/** The hash table that a balancer chooses by. */
export function bucketTable({ by, size }: Pick<Balance, "by" | "size">): BucketTable {
  return { threshold: thresholdTable, modulo: moduloTable, maglev: maglevTable(size) }[by];
}

/** What a balancer's nft table contains, its map of members still empty. */
export function balanceRules(condition: Balance, family: Family, vip: string): string {
  const { fields, seed, pin } = condition;
  const to = `${NFT_FAMILY[family]} daddr ${vip}`;
  const hashed = fields.map((field) => FIELDS[field][family]).join(" . ");
  const hash = `jhash ${hashed} mod ${bucketTable(condition).size} seed ${seed}`;
  const ends = `${CLIENT_ADDRESS[family]} . tcp sport`;
  const rules = {
    none: [`${to} jump choose`],
    connmark: [
      `${to} ct state new jump choose`,
      `${to} ct state new ct mark set meta mark`,
      `${to} meta mark set ct mark`,
    ],
    table: [
      `${to} meta mark set ${ends} map @connections`,
      `${to} meta mark 0x0 jump choose`,
      `${to} meta mark != 0x0 update @connections { ${ends} : meta mark }`,
    ],
  }[pin];
  return `  map members {
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
`;
}

// nft 1.0.6 writes the mark over the end of a key of more than 16 bytes (dynset: key and data share registers). What is
// left out of an IPv6 address is its first 32 bits, the same for every address of a lab.
const CLIENT_ADDRESS: Record<Family, string> = { 4: "ip saddr", 6: "@nh,96,96" };

const FIELDS: Record<Balance["fields"][number], Record<Family, string>> = {
  "source-address": { 4: "ip saddr", 6: "ip6 saddr" },
  "source-port": { 4: "tcp sport", 6: "tcp sport" },
  dscp: { 4: "ip dscp", 6: "ip6 dscp" },
  ecn: { 4: "ip ecn", 6: "ip6 ecn" },
  ttl: { 4: "ip ttl", 6: "ip6 hoplimit" },
};
