import type { NodeShell } from "../../driver/index.js";
import type { Condition } from "../../scenario/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";
import { followMembers } from "../members.js";

// Far above what zebra hands out, so that neither touches the other's objects.
const LOWEST_ID = 900_000;
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
  const seconds = String(idle / 1000);
  // Removing a next hop removes the groups and routes that use it (net/ipv4/nexthop.c, remove_nexthop). A lost link may
  // have done so already.
  const remove = async (ids: readonly number[]) => {
    for (const id of ids) await hop.try(["ip", "nexthop", "del", "id", String(id)]);
  };
  let group: number | undefined;
  let current: number[] = [];
  const made = new Set<number>();
  scope.defer(`resilient group at ${node}`, () => remove([...made]));
  const agent = await followMembers(node, context, async (members) => {
    // Without members it is deleted, and zebra may make another kind of that id: the next one gets a new id.
    if (members.length === 0) {
      if (group !== undefined) await remove([group]);
      [group, current] = [undefined, []];
      return;
    }
    const own = group ?? (await freeId(hop));
    made.add(own);
    for (const { number, dev, gateway } of members) {
      const id = own + number;
      made.add(id);
      if (current.includes(id)) continue;
      const via = gateway ? ["via", gateway] : [];
      await nexthop("replace", "id", String(id), ...via, "dev", dev);
    }
    [group, current] = [own, members.map(({ number }) => own + number)];
    const timers = ["buckets", String(buckets), "idle_timer", seconds, "unbalanced_timer", "0"];
    const as = ["group", current.join("/"), "type", "resilient", ...timers];
    await nexthop("replace", "id", String(group), ...as);
    await ip("route", "replace", vip, "nhid", String(group), "table", TABLE);
  });
  const rule = ["to", vip, "lookup", TABLE, "priority", TABLE];
  scope.defer(`rule ${TABLE} at ${node}`, async () => void (await ip("rule", "del", ...rule)));
  await ip("rule", "add", ...rule);
  return agent;
}

// Zebra sends next hops that somebody else made and deleted down again ("still using for a route"), a resilient group
// as a plain one that cannot be replaced by another kind: those of an earlier case may be back, and are left alone.
async function freeId(hop: NodeShell): Promise<number> {
  const taken = JSON.parse(await hop.exec(["ip", "-j", "nexthop"])) as { id: number }[];
  return Math.max(LOWEST_ID, ...taken.map(({ id }) => id)) + 1;
}
