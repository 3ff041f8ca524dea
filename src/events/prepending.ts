import { configure, prependTowards, refreshOut } from "../routers/index.js";
import { nodeOf, prependedTimes } from "../topology/index.js";
import type { EventContext } from "./context.js";
import { aboutAddress, carryOut } from "./seen.js";
import { leavesRoute } from "./shown.js";

/** How often a node adds its AS to what it announces to a neighbour; as the topology has it at the end of the case. */
export async function setPrepending(
  context: EventContext,
  node: string,
  towards: string,
  times: number,
): Promise<void> {
  const { running, family } = context;
  const { lab } = running.spec;
  const shell = running.node(node);
  const before = prependedTimes(nodeOf(lab, node), towards);
  const set = async (count: number) => {
    await shell.exec(configure(prependTowards(nodeOf(lab, node), towards, count)));
    await shell.exec(refreshOut(4));
    await shell.exec(refreshOut(6));
  };
  context.scope.defer(`prepending at ${node}`, () => set(before));
  const what = { event: "prepend", target: `${node} towards ${towards}`, times };
  await carryOut(context, what, () => set(times), {
    sight: {
      routers: [towards],
      matches: aboutAddress(lab.vip[family]),
      mayStay: leavesRoute(towards, what, context),
    },
  });
}
