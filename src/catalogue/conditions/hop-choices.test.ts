import { expect, test } from "vitest";
import { shippedLab } from "../../../tests/helpers/shipped.js";
import { Scope } from "../../core/index.js";
import { toldLab } from "../../events/fixtures/told-lab.js";
import { type ConditionInput, conditionSchema } from "../../scenario/index.js";
import { applyCondition } from "../index.js";

const lab = shippedLab("cluster");
const VIP = lab.vip[4];
// The members dest1, dest2 and dest3 of core, and their gateways.
const ALL = { eth3: "198.18.0.5", eth4: "198.18.0.7", eth5: "198.18.0.9" };
const { eth3: _, ...WITHOUT_FIRST } = ALL;

/** A condition in force at core, and what core was told since it was looked at last. */
async function inForce(
  condition: ConditionInput,
  scope: Scope,
  answer?: (command: string) => string,
  its = lab,
) {
  const { running, told, ways } = toldLab(its, answer);
  ways[4] = ALL;
  const context = { running, family: 4 as const, scope };
  const active = await applyCondition(conditionSchema.parse(condition), context);
  const since = () => told.splice(0).map((line) => line.replace(/^core: /, ""));
  /** Gives BGP's route these members, and waits as an event does. */
  const settle = async (members: Record<string, string>) => {
    ways[4] = members;
    await active.settle?.();
    return since();
  };
  return { active, since, settle };
}

test("packets are spread in turn over the members that there are, and over no other", async () => {
  const scope = new Scope();
  const { since, settle } = await inForce({ kind: "packet-spray", node: "core" }, scope);
  const spread = (marks: string[]) =>
    `nft -f -\nflush chain inet shift_spray spread\nadd rule inet shift_spray spread ip daddr ${VIP} meta mark set numgen inc mod ${marks.length} map { ${marks.join(", ")} }\n`;
  expect(since().at(-1)).toBe(spread(["0 : 3", "1 : 4", "2 : 5"]));
  expect((await settle(WITHOUT_FIRST)).at(-1)).toBe(spread(["0 : 4", "1 : 5"]));
  expect(await settle({})).toEqual(["nft -f -\nflush chain inet shift_spray spread\n"]);
  await scope[Symbol.asyncDispose]();
  expect(since()).toEqual([
    "nft -f -\ntable inet shift_spray\ndelete table inet shift_spray\n",
    ...[4003, 4004, 4005].flatMap((table) => [
      `ip -4 -batch -\nrule del priority ${table}\n`,
      `ip -4 route flush table ${table}`,
    ]),
  ]);
});

test("each member has a table of its own, which its mark is looked up in, once", async () => {
  await using scope = new Scope();
  const { since, settle } = await inForce({ kind: "packet-spray", node: "core" }, scope);
  const rule = (number: number) =>
    `ip -4 -batch -\nrule add fwmark ${number} lookup ${4000 + number} priority ${4000 + number}\n`;
  const told = since();
  expect(told).toContain(
    `ip -4 -batch -\nroute replace ${VIP} via 198.18.0.5 dev eth3 table 4003\nroute replace ${VIP} via 198.18.0.7 dev eth4 table 4004\nroute replace ${VIP} via 198.18.0.9 dev eth5 table 4005\n`,
  );
  expect(told.filter((line) => line.includes("rule add"))).toEqual([rule(3), rule(4), rule(5)]);
  await settle(WITHOUT_FIRST);
  expect((await settle(ALL)).filter((line) => line.includes("rule add"))).toEqual([]);
});

test("members are applied anew when their route has changed, and only then", async () => {
  await using scope = new Scope();
  const { since, settle } = await inForce({ kind: "packet-spray", node: "core" }, scope);
  since();
  expect(await settle(ALL)).toEqual([]);
  expect((await settle({ ...ALL, eth5: "198.18.0.99" })).join()).toContain(
    "via 198.18.0.99 dev eth5",
  );
});

test("a resilient group is edited in place: what stays is not made again", async () => {
  const scope = new Scope();
  const condition = { kind: "resilient-group", node: "core", buckets: 8, idle: "2s" } as const;
  const taken = JSON.stringify([{ id: 24 }, { id: 900_007 }]);
  const { since, settle } = await inForce(condition, scope, (command) =>
    command.startsWith("ip -j nexthop") ? taken : "",
  );
  const group = (members: string) =>
    `ip nexthop replace id 900008 group ${members} type resilient buckets 8 idle_timer 2 unbalanced_timer 0`;
  const route = `ip -4 route replace ${VIP} nhid 900008 table 4100`;
  expect(since()).toEqual([
    "ip -j nexthop",
    "ip nexthop replace id 900011 via 198.18.0.5 dev eth3",
    "ip nexthop replace id 900012 via 198.18.0.7 dev eth4",
    "ip nexthop replace id 900013 via 198.18.0.9 dev eth5",
    group("900011/900012/900013"),
    route,
    `ip -4 rule add to ${VIP} lookup 4100 priority 4100`,
  ]);
  expect(await settle(WITHOUT_FIRST)).toEqual([group("900012/900013"), route]);
  expect(await settle(ALL)).toEqual([
    "ip nexthop replace id 900011 via 198.18.0.5 dev eth3",
    group("900011/900012/900013"),
    route,
  ]);
  await scope[Symbol.asyncDispose]();
  expect(since()).toEqual([
    `ip -4 rule del to ${VIP} lookup 4100 priority 4100`,
    "ip nexthop del id 900008",
    ...[900_011, 900_012, 900_013].map((id) => `ip nexthop del id ${id}`),
  ]);
});

test("a resilient group that has lost all members is another one when they return", async () => {
  const scope = new Scope();
  let highest = 24;
  const { since, settle } = await inForce(
    { kind: "resilient-group", node: "core" },
    scope,
    (command) => (command.startsWith("ip -j nexthop") ? `[{ "id": ${highest} }]` : ""),
  );
  since();
  expect(await settle({})).toEqual(["ip nexthop del id 900001"]);
  highest = 900_006;
  const again = await settle({ eth4: ALL.eth4 });
  expect(again.slice(0, 2)).toEqual([
    "ip -j nexthop",
    "ip nexthop replace id 900011 via 198.18.0.7 dev eth4",
  ]);
  expect(again.at(-1)).toBe(`ip -4 route replace ${VIP} nhid 900007 table 4100`);
  await scope[Symbol.asyncDispose]();
  expect(since().slice(1)).toEqual(
    [900_001, 900_004, 900_005, 900_006, 900_007, 900_011].map((id) => `ip nexthop del id ${id}`),
  );
});

test("a balancer's map is swapped as a whole, and what it chooses can be told", async () => {
  await using scope = new Scope();
  const { active, since, settle } = await inForce({ kind: "balance", node: "core" }, scope);
  const elements = (told: string[]) =>
    /^nft -f -\nflush map ip shift_balance members\nadd element ip shift_balance members \{ 0 : (\d), .*, 2519 : (\d) \}\n$/.exec(
      told.at(-1) ?? "",
    );
  const made = since();
  expect(made[0]).toContain(`ip daddr ${VIP}`);
  expect(made.filter((line) => line.includes("rule add"))).toHaveLength(3);
  expect(elements(made)?.slice(1)).toEqual(["3", "5"]);
  const { choice } = active;
  if (!choice || !("markOf" in choice)) throw new Error("it is not told");
  const flows = Array.from({ length: 50 }, (_, index) => ({
    source: "198.51.100.2",
    sourcePort: 20_000 + index,
  }));
  expect(new Set(flows.map((flow) => choice.markOf(flow)))).toEqual(new Set([3, 4, 5]));
  expect(elements(await settle(WITHOUT_FIRST))?.slice(1)).toEqual(["4", "5"]);
  expect(new Set(flows.map((flow) => choice.markOf(flow)))).toEqual(new Set([4, 5]));
  expect(await settle({})).toEqual(["nft -f -\nflush map ip shift_balance members\n"]);
});

test.each(["connmark", "table"] as const)("by %s a connection keeps its mark", async (pin) => {
  await using scope = new Scope();
  const { active, settle } = await inForce({ kind: "balance", node: "core", pin }, scope);
  const { choice } = active;
  if (!choice || !("markOf" in choice)) throw new Error("it is not told");
  const marks = () =>
    Array.from({ length: 20 }, (_, index) =>
      choice.markOf({ source: "198.51.100.2", sourcePort: 20_000 + index }),
    );
  const before = marks();
  expect(new Set(before)).toEqual(new Set([3, 4, 5]));
  await settle(WITHOUT_FIRST);
  expect(marks()).toEqual(before);
});

test("of what else a balancer hashes nobody can tell what it chooses", async () => {
  await using scope = new Scope();
  const fields: ("source-address" | "ttl")[] = ["source-address", "ttl"];
  const condition = { kind: "balance" as const, node: "core", fields };
  const { active, since, settle } = await inForce(condition, scope);
  expect(active.choice).toEqual({ node: "core", unpredictable: "hashes source-address, ttl" });
  // It follows BGP all the same.
  since();
  expect((await settle(WITHOUT_FIRST)).at(-1)).toContain("0 : 4");
});

test("nor what one chooses by connection tracking that does not see the answers", async () => {
  await using scope = new Scope();
  const condition = { kind: "balance", node: "lb1", pin: "connmark" } as const;
  const { active } = await inForce(condition, scope, undefined, shippedLab("tier"));
  expect(active.choice).toEqual({
    node: "lb1",
    unpredictable: "tracks connections without their answers",
  });
});
