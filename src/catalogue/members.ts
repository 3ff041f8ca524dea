import { createInterface } from "node:readline";
import { faultsOf, messageOf, ShiftError, until } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { parseRoutes, SHOW_BGP_ROUTES } from "../routers/index.js";
import { nodeOf } from "../topology/index.js";
import type { ActiveCondition, ConditionContext } from "./condition.js";

/** A next hop of BGP's route to the anycast address. */
export interface Member {
  /** Place of its interface at the hop, from 1: the same however often it leaves and returns. */
  number: number;
  /** The node that it leads to, the same at every hop that it is a member of. */
  name: string;
  dev: string;
  gateway: string | undefined;
}

/** Members as they stand in the route, in the order of its next hops; none while there is no route. */
export type ApplyMembers = (members: readonly Member[]) => Promise<void>;

// A map of 65,537 entries takes nft a third of a second on an idle machine, and ten times that on a busy one.
const SETTLE_DEADLINE_MS = 10_000;

/**
 * An agent at a hop that follows BGP's route to the anycast address: applies its members now, and again after each
 * change, one change at a time.
 * @throws ShiftError E_EVENT, also later from `settle`, when a change could not be applied; `fault` tells of it, too.
 */
export async function followMembers(
  node: string,
  context: ConditionContext,
  apply: ApplyMembers,
): Promise<ActiveCondition> {
  const { running, family, scope, signal } = context;
  const hop = running.node(node);
  const agent = new Agent(hop, context, apply);
  await agent.follow();
  const monitor = hop.spawn(["ip", "-o", `-${family}`, "monitor", "route"]);
  let ending = false;
  scope.defer(`route monitor at ${node}`, async () => {
    ending = true;
    // What was made before it is undone after this: nothing may be made again by then.
    const stopped = agent.stop();
    await monitor.end("SIGTERM").finally(() => stopped);
  });
  void monitor.process.then(() => {
    if (!ending) agent.fail("its route monitor ended");
  });
  createInterface({ input: monitor.process.stdout }).on("line", (line) => {
    if (line.includes("proto bgp")) agent.wake();
  });
  return {
    fault: () => agent.fault(),
    settle: async () => {
      // The monitor's message may still be under way: asking again makes sure that this state has been followed.
      agent.wake();
      await until(`the agent at ${node} to follow BGP`, () => agent.idle(), {
        deadlineMs: SETTLE_DEADLINE_MS,
        everyMs: 5,
        signal,
      });
    },
  };
}

class Agent {
  readonly #hop: NodeShell;
  readonly #context: ConditionContext;
  readonly #apply: ApplyMembers;
  #applied: string | undefined;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #failure: ShiftError | undefined;

  constructor(hop: NodeShell, context: ConditionContext, apply: ApplyMembers) {
    this.#hop = hop;
    this.#context = context;
    this.#apply = apply;
  }

  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#working ??= this.#work();
  }

  /** Resolves when the change in progress has been applied; no other one is. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#again = false;
    await this.#working;
  }

  fail(thrown: unknown): void {
    this.#failure ??= new ShiftError({
      code: "E_EVENT",
      message: `the agent at ${this.#hop.name} failed: ${messageOf(thrown)}`,
    });
  }

  /** True when everything seen has been applied. @throws ShiftError E_EVENT when that failed. */
  idle(): boolean {
    if (this.#failure) throw this.#failure;
    return this.#working === undefined;
  }

  fault(): string | undefined {
    return this.#failure && faultsOf(this.#failure)[0];
  }

  async follow(): Promise<void> {
    const members = await this.#members();
    const state = members.map(({ dev, gateway }) => `${dev} ${gateway}`).join();
    if (state === this.#applied) return;
    await this.#apply(members);
    this.#applied = state;
  }

  async #work(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.follow();
      }
    } catch (thrown) {
      this.fail(thrown);
    }
    this.#working = undefined;
  }

  async #members(): Promise<Member[]> {
    const { running, family } = this.#context;
    const { lab } = running.spec;
    const { interfaces } = nodeOf(lab, this.#hop.name);
    const route = parseRoutes(await this.#hop.exec(SHOW_BGP_ROUTES)).get(lab.vip[family]);
    return (route?.nextHops ?? []).map(({ dev, gateway }) => {
      const index = interfaces.findIndex(({ name }) => name === dev);
      return { number: index + 1, name: interfaces[index]?.peer.node ?? dev, dev, gateway };
    });
  }
}
