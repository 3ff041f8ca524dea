import { createInterface } from "node:readline";
import { messageOf, ShiftError, until } from "../../core/index.js";
import type { NodeShell } from "../../driver/index.js";
import type { FibRoute } from "../../routers/index.js";
import type { Condition } from "../../scenario/index.js";
import { type ActiveCondition, anycastRoute, type ConditionContext } from "../condition.js";

type ResilientGroup = Extract<Condition, { kind: "resilient-group" }>;

// Far above what zebra hands out, so that neither touches the other's objects.
const GROUP_ID = 900_100;
const FIRST_MEMBER_ID = 900_001;
// A table of its own: a route in the main table, at whatever metric, is a kernel route to zebra, which then takes its
// own BGP route out of the FIB, and with it the record of what BGP says.
const TABLE = "4100";
const SETTLE_DEADLINE_MS = 3000;

/**
 * Consistent hashing by a resilient next-hop group (Linux 5.13, Documentation/networking/nexthop-group-resilient.rst)
 * that an agent edits in place whenever BGP's route to the anycast address changes. FRR alone cannot: every change of
 * membership gives it a new group with a fresh bucket table.
 */
export async function followWithResilientGroup(
  condition: ResilientGroup,
  { running, family, scope, signal }: ConditionContext,
): Promise<ActiveCondition> {
  const hop = running.node(condition.node);
  const vip = running.spec.lab.vip[family];
  const agent = new GroupAgent(hop, vip, family, condition);
  scope.defer(`resilient group at ${hop.name}`, () => agent.remove());
  await agent.follow();
  const rule = ["to", vip, "lookup", TABLE, "priority", TABLE];
  scope.defer(
    `rule ${TABLE} at ${hop.name}`,
    async () => void (await hop.exec(["ip", `-${family}`, "rule", "del", ...rule])),
  );
  await hop.exec(["ip", `-${family}`, "rule", "add", ...rule]);

  const monitor = hop.spawn(["ip", "-o", `-${family}`, "monitor", "route"]);
  scope.defer(`route monitor at ${hop.name}`, async () => {
    monitor.signal("SIGTERM");
    await monitor.process;
  });
  createInterface({ input: monitor.process.stdout }).on("line", (line) => {
    if (line.includes("proto bgp")) agent.wake();
  });
  return {
    settle: async () => {
      // The monitor's message may still be under way: asking again makes sure that this state has been followed.
      agent.wake();
      await until(`the resilient group at ${hop.name} to follow BGP`, () => agent.idle(), {
        deadlineMs: SETTLE_DEADLINE_MS,
        everyMs: 5,
        signal,
      });
    },
  };
}

/** Keeps one group's members equal to those of BGP's route, one edit at a time. */
class GroupAgent {
  readonly #hop: NodeShell;
  readonly #vip: string;
  readonly #family: string;
  readonly #condition: ResilientGroup;
  readonly #idOf = new Map<string, number>();
  #members = "";
  #exists = false;
  #working: Promise<void> | undefined;
  #again = false;
  #fault: unknown;

  constructor(hop: NodeShell, vip: string, family: number, condition: ResilientGroup) {
    this.#hop = hop;
    this.#vip = vip;
    this.#family = `-${family}`;
    this.#condition = condition;
  }

  wake(): void {
    this.#again = true;
    this.#working ??= this.#work();
  }

  /** True when everything seen has been followed. @throws ShiftError E_EVENT when an edit failed. */
  idle(): boolean {
    if (this.#fault) {
      throw new ShiftError({
        code: "E_EVENT",
        message: `the agent at ${this.#hop.name} failed: ${messageOf(this.#fault)}`,
      });
    }
    return this.#working === undefined;
  }

  async #work(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.follow();
      }
    } catch (thrown) {
      this.#fault = thrown;
    }
    this.#working = undefined;
  }

  /** Makes the group what BGP's route says now. */
  async follow(): Promise<void> {
    const route = await anycastRoute(this.#hop, this.#vip);
    const members = await this.#memberIds(route?.nextHops ?? []);
    if (members === this.#members) return;
    this.#members = members;
    if (members === "") return this.remove();
    const { buckets, idle } = this.#condition;
    const timers = [
      "buckets",
      String(buckets),
      "idle_timer",
      String(Math.round(idle / 1000)),
      "unbalanced_timer",
      "0",
    ];
    // The number of buckets is fixed at creation; in place, only the members change.
    await this.#ip(
      "nexthop",
      this.#exists ? "replace" : "add",
      "id",
      String(GROUP_ID),
      "group",
      members,
      "type",
      "resilient",
      ...timers,
    );
    this.#exists = true;
    await this.#ip(
      this.#family,
      "route",
      "replace",
      this.#vip,
      "nhid",
      String(GROUP_ID),
      "table",
      TABLE,
    );
  }

  async remove(): Promise<void> {
    this.#members = "";
    this.#exists = false;
    // Removing a next hop removes the groups and routes that use it (net/ipv4/nexthop.c, remove_nexthop).
    for (const id of [GROUP_ID, ...this.#idOf.values()])
      await this.#hop.try(["ip", "nexthop", "del", "id", String(id)]);
    this.#idOf.clear();
  }

  async #memberIds(nextHops: FibRoute["nextHops"]): Promise<string> {
    const ids: number[] = [];
    for (const { dev, gateway } of nextHops) {
      const known = this.#idOf.get(dev);
      const id = known ?? FIRST_MEMBER_ID + this.#idOf.size;
      if (known === undefined) {
        await this.#ip(
          this.#family,
          "nexthop",
          "add",
          "id",
          String(id),
          ...(gateway ? ["via", gateway] : []),
          "dev",
          dev,
        );
        this.#idOf.set(dev, id);
      }
      ids.push(id);
    }
    return ids.sort((a, b) => a - b).join("/");
  }

  #ip(...args: string[]): Promise<string> {
    return this.#hop.exec(["ip", ...args]);
  }
}
