import { ShiftError, until } from "../../core/index.js";
import { runIdOf } from "../clean/run-processes.js";
import type { LabSpec } from "../driver.js";
import { sendSignal } from "../send-signal.js";
import type { FirstProcess } from "./first-process.js";
import type { HeldNamespaces } from "./held-namespaces.js";

// Long, because a machine with a load of twenty was seen to take five seconds to end fifty killed processes.
const GONE_DEADLINE_MS = 20_000;

/**
 * Ends every node and proves that nothing is in its namespaces any more, with which its links and mounts are gone.
 * @throws ShiftError E_CLEANUP that names the processes that are still inside.
 */
export async function removeNodes(
  spec: LabSpec,
  nodes: readonly FirstProcess[],
  namespaces: HeldNamespaces,
): Promise<void> {
  try {
    // One that is late keeps neither the others from ending nor the run's own programs.
    await Promise.allSettled(nodes.map((node) => node.end()));
    // Programs that this run started on the host's side of a node, such as captures. What forked into a node ends by itself,
    // and has to reap what it forked first (process-group.ts).
    for (const pid of namespaces.visitors())
      if (runIdOf(pid) === spec.runId) sendSignal(pid, "SIGKILL");
    await until("the nodes to be gone", () => namespaces.occupants().length === 0, {
      deadlineMs: GONE_DEADLINE_MS,
      everyMs: 5,
    });
    await Promise.all(nodes.map((node) => node.end()));
  } catch (cause) {
    const inside = namespaces.occupants();
    if (inside.length === 0) throw cause;
    throw new ShiftError({
      code: "E_CLEANUP",
      message: `lab ${spec.name} is kept alive by process ${inside.join(", ")}`,
      hint: "end what still runs inside the lab; the lab then goes by itself",
      cause,
    });
  } finally {
    namespaces.release();
  }
}
