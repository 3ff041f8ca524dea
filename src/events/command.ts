import type { Step } from "../scenario/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

/** Runs a scenario's own command in a node. @throws ShiftError E_COMMAND when it fails, E_INTERRUPTED. */
export async function runCommand(
  context: EventContext,
  { node, run, input }: Extract<Step, { do: "command" }>,
): Promise<void> {
  const { running, signal } = context;
  // From its start on: what one that fails, or is ended, has done until then is not known.
  await carryOut(context, { event: "command", target: node }, () => Promise.resolve(), {
    over: async () => {
      await running.node(node).exec(run, { confined: true, input, signal });
      return [];
    },
  });
}
