import { nodeOf } from "../topology/index.js";
import { boundingSet } from "./capabilities.js";
import type { LabSpec, RunningLab } from "./driver.js";
import { NodeShell } from "./node-shell.js";
import { isAlive, type ProcessIdentity } from "./process.js";

/** A lab that is up, by the first processes of its nodes; only who brought it up removes it. */
export function attachLab(
  spec: LabSpec,
  processes: ReadonlyMap<string, ProcessIdentity>,
): Omit<RunningLab, "destroy"> {
  return {
    spec,
    node: (name) => {
      const first = processes.get(name);
      if (first === undefined) throw new RangeError(`lab ${spec.name} has no node ${name}`);
      return new NodeShell(name, first.pid, spec.runId, boundingSet(nodeOf(spec.lab, name)));
    },
    deadNodes: () => [...processes].flatMap(([name, first]) => (isAlive(first) ? [] : [name])),
  };
}
