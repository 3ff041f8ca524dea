import { existsSync } from "node:fs";
import type { LabSpec, RunningLab } from "./driver.js";
import { NodeShell } from "./node-shell.js";

/** A lab that another process brought up, by the process ids of its nodes' first processes; only that process removes it. */
export function attachLab(
  spec: LabSpec,
  pids: ReadonlyMap<string, number>,
): Omit<RunningLab, "destroy"> {
  return {
    spec,
    node: (name) => {
      const pid = pids.get(name);
      if (pid === undefined) throw new RangeError(`lab ${spec.name} has no node ${name}`);
      return new NodeShell(name, pid, spec.runId);
    },
    deadNodes: () => [...pids].flatMap(([name, pid]) => (existsSync(`/proc/${pid}`) ? [] : [name])),
  };
}
