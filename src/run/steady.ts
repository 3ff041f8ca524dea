import { inTime, Scope, ShiftError } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { monitorFib } from "../events/index.js";
import { expectedFib, fibDifferences, parseRoutes, SHOW_BGP_ROUTES } from "../routers/index.js";
import type { LabNode } from "../topology/index.js";

const CONVERGE_DEADLINE_MS = 30_000;
const HELD_MS = 300;
const LOOK_MS = 50;
// What changed before a router's monitor listened was not told.
const ASK_AGAIN_MS = 1000;

/**
 * Waits until every router's FIB has exactly the next hops that BGP must settle on, in both families, and keeps them.
 * @throws ShiftError E_CONVERGE that says which router lacks what.
 */
export async function waitUntilSteady(running: RunningLab, signal?: AbortSignal): Promise<void> {
  await using scope = new Scope();
  const routers = running.spec.lab.nodes
    .filter(({ asn }) => asn !== 0)
    .map((node) => new WatchedFib(running, node, scope));
  const ask = async (some: WatchedFib[]) => void (await Promise.all(some.map((one) => one.ask())));
  let steadySince: number | undefined;
  const isSteady = await inTime(
    "every router to have the expected paths",
    async () => {
      const dead = running.deadNodes();
      if (dead.length > 0)
        throw new ShiftError({ code: "E_NODE_DIED", message: `${dead.join(", ")} ended` });
      const changed = routers.filter((router) => router.isDue());
      await ask(changed);
      if (changed.length > 0) steadySince = undefined;
      if (routers.some(({ doubts }) => doubts.length > 0)) return false;
      steadySince ??= performance.now();
      if (performance.now() - steadySince < HELD_MS) return false;
      await ask(routers);
      return routers.every(({ doubts }) => doubts.length === 0);
    },
    { deadlineMs: CONVERGE_DEADLINE_MS, everyMs: LOOK_MS, signal },
  );
  if (!isSteady) {
    throw new ShiftError({
      code: "E_CONVERGE",
      message: `the routers did not settle in ${CONVERGE_DEADLINE_MS} ms: ${routers.flatMap(({ doubts }) => doubts).join("; ")}`,
      hint: "the daemons' logs are in the lab's folder, one folder for each node",
    });
  }
}

/**
 * A router's FIB, which is asked for only when the kernel has told of a change: each question starts a program, and the
 * events of a case in another lab wait until it has started.
 */
class WatchedFib {
  /** What differed when it was asked last. */
  doubts: string[] = [];
  readonly #running: RunningLab;
  readonly #router: { node: LabNode; expected: Map<string, string[]> };
  #askedAt: number | undefined;
  #hasChanged = false;

  constructor(running: RunningLab, node: LabNode, scope: Scope) {
    this.#running = running;
    this.#router = { node, expected: expectedFib(running.spec.lab, node) };
    monitorFib(running.node(node.name), scope, () => {
      this.#hasChanged = true;
    });
  }

  isDue(): boolean {
    if (this.#askedAt === undefined || this.#hasChanged) return true;
    return this.doubts.length > 0 && performance.now() - this.#askedAt >= ASK_AGAIN_MS;
  }

  async ask(): Promise<void> {
    this.#hasChanged = false;
    this.#askedAt = performance.now();
    this.doubts = await fibDoubts(this.#running, this.#router);
  }
}

/** What differs between one router's FIB and what is expected of it, each with the router's name. */
export async function fibDoubts(
  running: Pick<RunningLab, "node">,
  { node, expected }: { node: { name: string }; expected: Map<string, string[]> },
): Promise<string[]> {
  const actual = parseRoutes(await running.node(node.name).exec(SHOW_BGP_ROUTES));
  return fibDifferences(expected, actual).map((difference) => `${node.name}: ${difference}`);
}
