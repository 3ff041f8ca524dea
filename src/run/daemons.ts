import { namespaceOf, processIds, procText, type RunningLab } from "../driver/index.js";

/** A daemon of a node, as the host sees it. */
export interface Daemon {
  node: string;
  name: string;
  pid: number;
}

const DAEMONS = new Set(["zebra", "bgpd", "nginx", "iperf", "iperf3"]);
const ZOMBIE = "Z";

/** The daemons that run in the nodes of a lab now, without their workers. */
export function daemonsOf(running: RunningLab): Daemon[] {
  const nodeOfSpace = new Map(
    running.spec.lab.nodes.map(({ name }) => [namespaceOf(running.node(name).pid, "pid"), name]),
  );
  return processIds().flatMap((pid) => {
    const { name, parent } = statOf(pid) ?? {};
    // A worker is replaced by its daemon.
    if (parent !== undefined && statOf(parent)?.name === name) return [];
    const node =
      name !== undefined && DAEMONS.has(name)
        ? nodeOfSpace.get(namespaceOf(pid, "pid"))
        : undefined;
    return node === undefined || name === undefined ? [] : [{ node, name, pid }];
  });
}

/** Those of the daemons that have ended since. */
export function endedDaemons(daemons: readonly Daemon[]): Daemon[] {
  return daemons.filter(({ pid, name }) => statOf(pid)?.name !== name);
}

// Command and parent of a process that runs; a zombie does not.
function statOf(pid: number): { name: string; parent: number } | undefined {
  const match = /^\d+ \((.*)\) (\S) (\d+)/s.exec(procText(pid, "stat"));
  if (!match || match[2] === ZOMBIE) return undefined;
  return { name: match[1] as string, parent: Number(match[3]) };
}
