import { isTimeout, ShiftError, until } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { expectedFib, fibDifferences, parseRoutes, SHOW_BGP_ROUTES } from "../routers/index.js";

const CONVERGE_DEADLINE_MS = 30_000;
const HELD_MS = 300;
// Each look starts a program in every router that is asked, and this process waits until the kernel has started it: looks
// that follow each other closely would make the events of a case in another lab late.
const POLL_MS = 150;

/**
 * Waits until every router's FIB has exactly the next hops that BGP must settle on, in both families, and keeps them.
 * @throws ShiftError E_CONVERGE that says which router lacks what.
 */
export async function waitUntilSteady(running: RunningLab, signal?: AbortSignal): Promise<void> {
  const { lab } = running.spec;
  const routers = lab.nodes
    .filter(({ asn }) => asn !== 0)
    .map((node) => ({ node, expected: expectedFib(lab, node) }));
  let differences: string[] = [];
  let steadySince: number | undefined;
  let open = routers;
  try {
    await until(
      "every router to have the expected paths",
      async () => {
        const dead = running.deadNodes();
        if (dead.length > 0)
          throw new ShiftError({ code: "E_NODE_DIED", message: `${dead.join(", ")} ended` });
        const checked = await Promise.all(
          open.map(async (router) => ({ router, differs: await fibDoubts(running, router) })),
        );
        differences = checked.flatMap(({ differs }) => differs);
        open = checked.filter(({ differs }) => differs.length > 0).map(({ router }) => router);
        if (open.length > 0) {
          steadySince = undefined;
          return false;
        }
        // Only what has been seen to differ is asked again, until nothing does; then all are held together.
        open = routers;
        steadySince ??= performance.now();
        return performance.now() - steadySince >= HELD_MS;
      },
      { deadlineMs: CONVERGE_DEADLINE_MS, everyMs: POLL_MS, signal },
    );
  } catch (thrown) {
    if (!isTimeout(thrown)) throw thrown;
    throw new ShiftError({
      code: "E_CONVERGE",
      message: `the routers did not settle in ${CONVERGE_DEADLINE_MS} ms: ${differences.join("; ")}`,
      hint: "the daemons' logs are in the lab's folder, one folder for each node",
    });
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
