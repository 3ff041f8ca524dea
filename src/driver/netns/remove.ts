import { readdirSync, readlinkSync } from "node:fs";
import { ShiftError, until } from "../../core/index.js";
import { runIdOf } from "../clean/run-processes.js";
import type { LabSpec } from "../driver.js";
import type { FirstProcess } from "./first-process.js";
import { killProcess } from "./kill.js";

const KINDS = ["net", "mnt", "pid", "ipc", "uts"] as const;
// Long, because a machine with a load of twenty was seen to take five seconds to end fifty killed processes.
const GONE_DEADLINE_MS = 20_000;

/** The namespaces of a process, as `net:[4026532281]`. */
export function namespacesOf(pid: number): string[] {
  return KINDS.map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
}

/**
 * Ends every node and proves that nothing holds its namespaces any more, with which its links and mounts are gone.
 * @throws ShiftError E_CLEANUP that names the processes that are still inside.
 */
export async function removeNodes(
  spec: LabSpec,
  nodes: readonly FirstProcess[],
  namespaces: ReadonlySet<string>,
): Promise<void> {
  await Promise.all(nodes.map((node) => node.end()));
  // Programs that this run started on the host's side of a node, such as captures, are outside its PID namespace.
  for (const pid of occupants(namespaces)) if (runIdOf(pid) === spec.runId) killProcess(pid);
  await until("the nodes to be gone", () => occupants(namespaces).length === 0, {
    deadlineMs: GONE_DEADLINE_MS,
    everyMs: 5,
  }).catch((cause: unknown) => {
    const pids = occupants(namespaces).join(", ");
    throw new ShiftError({
      code: "E_CLEANUP",
      message: `lab ${spec.name} is kept alive by process ${pids}`,
      hint: "end what still runs inside the lab; the lab then goes by itself",
      cause,
    });
  });
}

/** Processes in any of these namespaces. */
function occupants(namespaces: ReadonlySet<string>): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        return namespacesOf(pid).some((namespace) => namespaces.has(namespace));
      } catch {
        // It ended meanwhile, or is a zombie, which holds no namespace.
        return false;
      }
    });
}
