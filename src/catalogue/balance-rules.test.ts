import { describe, expect, test } from "vitest";
import { conditionSchema } from "../scenario/index.js";
import { balanceRules, bucketTable } from "./balance-rules.js";

const VIP = { 4: "203.0.113.10", 6: "2001:db8:cafe::10" } as const;

function balancer(more: object) {
  const condition = conditionSchema.parse({ kind: "balance", node: "core", ...more });
  if (condition.kind !== "balance") throw new Error("another kind");
  return condition;
}

test("what is hashed, and over how many buckets, is in the map's key and in the rule alike", () => {
  const rules = balanceRules(balancer({ fields: ["source-port", "ttl"], seed: 7 }), 6, VIP[6]);
  expect(rules.match(/jhash tcp sport \. ip6 hoplimit mod 2520 seed 7/g)).toHaveLength(2);
});

test("a Maglev table has the size that was asked for", () => {
  const small = balancer({ by: "maglev", size: 1021 });
  expect(bucketTable(small).size).toBe(1021);
  expect(balanceRules(small, 4, VIP[4])).toContain("mod 1021 seed 1");
});

describe("of a connection", () => {
  const rule = (pin: string) =>
    balanceRules(balancer({ pin }), 4, VIP[4])
      .split("\n")
      .filter((line) => line.includes(VIP[4]))
      .map((line) => line.trim().replace(`ip daddr ${VIP[4]} `, ""));

  test("nothing is remembered", () => {
    expect(rule("none")).toEqual(["jump choose"]);
  });

  test("connection tracking remembers the mark, and only new ones consult the map", () => {
    expect(rule("connmark")).toEqual([
      "ct state new jump choose",
      "ct state new ct mark set meta mark",
      "meta mark set ct mark",
    ]);
  });

  test("a table remembers it, and only unknown ones consult the map", () => {
    expect(rule("table")).toEqual([
      "meta mark set ip saddr . tcp sport map @connections",
      "meta mark 0x0 jump choose",
      "meta mark != 0x0 update @connections { ip saddr . tcp sport : meta mark }",
    ]);
  });
});
