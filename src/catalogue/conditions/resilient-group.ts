import type { Condition } from "../../scenario/index.js";
import { nodeOf } from "../../topology/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";
import { followMembers } from "../members.js";

// Far above what zebra hands out, so that neither touches the other's objects.
const FIRST_ID = 900_000;
const GROUP_ID = 900_100;
// A table of its own: a route in the main table, at whatever metric, is a kernel route to zebra, which then takes its
// own BGP route out of the FIB, and with it the record of what BGP says.
const TABLE = "4100";

/**
 * Consistent hashing by a resilient next-hop group (Linux 5.13, Documentation/networking/nexthop-group-resilient.rst)
 * that an agent edits in place whenever BGP's route to the anycast address changes. FRR alone cannot: every change of
 * membership gives it a new group with a fresh bucket table.
 */
export async function followWithResilientGroup(
  { node, buckets, idle }: Extract<Condition, { kind: "resilient-group" }>,
  context: ConditionContext,
): Promise<ActiveCondition> {
  const { running, family, scope } = context;
  const hop = running.node(node);
  const vip = running.spec.lab.vip[family];
  const ip = (...args: string[]) => hop.exec(["ip", `-${family}`, ...args]);
  // Without a family: a group has none.
  const nexthop = (...args: string[]) => hop.exec(["ip", "nexthop", ...args]);
  const seconds = String(Math.round(idle / 1000));
  let current: number[] = [];
  // Removing a next hop removes the groups and routes that use it (net/ipv4/nexthop.c, remove_nexthop). A lost link may
  // have done so already.
  const remove = async (ids: readonly number[]) => {
    for (const id of ids) await hop.try(["ip", "nexthop", "del", "id", String(id)]);
  };
  const all = nodeOf(running.spec.lab, node).interfaces.map((_, index) => FIRST_ID + index + 1);
  scope.defer(`resilient group at ${node}`, () => remove([GROUP_ID, ...all]));
  const agent = await followMembers(node, context, async (members) => {
    for (const { number, dev, gateway } of members) {
      const id = FIRST_ID + number;
      if (current.includes(id)) continue;
      const via = gateway ? ["via", gateway] : [];
      await nexthop("replace", "id", String(id), ...via, "dev", dev);
    }
    current = members.map(({ number }) => FIRST_ID + number);
    if (current.length === 0) return remove([GROUP_ID]);
    const timers = ["buckets", String(buckets), "idle_timer", seconds, "unbalanced_timer", "0"];
    const group = ["group", current.join("/"), "type", "resilient", ...timers];
    await nexthop("replace", "id", String(GROUP_ID), ...group);
    await ip("route", "replace", vip, "nhid", String(GROUP_ID), "table", TABLE);
  });
  const rule = ["to", vip, "lookup", TABLE, "priority", TABLE];
  scope.defer(`rule ${TABLE} at ${node}`, async () => void (await ip("rule", "del", ...rule)));
  await ip("rule", "add", ...rule);
  return agent;
}
