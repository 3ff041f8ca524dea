import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { RunningLab } from "../driver/index.js";

/** A daemon of a node, as the host sees it. */
export interface Daemon {
  node: string;
  name: string;
  pid: number;
}

const DAEMONS = new Set(["zebra", "bgpd", "nginx", "iperf", "iperf3"]);
const ZOMBIE = "Z";

/** The daemons that run in the nodes of a lab now. */
export function daemonsOf(running: RunningLab): Daemon[] {
  const nodeOfSpace = new Map(
    running.spec.lab.nodes.map(({ name }) => [pidSpace(running.node(name).pid), name]),
  );
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const pid = Number(entry);
      const name = commandOf(pid);
      const node =
        name !== undefined && DAEMONS.has(name) ? nodeOfSpace.get(pidSpace(pid)) : undefined;
      return node === undefined || name === undefined ? [] : [{ node, name, pid }];
    });
}

/** Those of the daemons that have ended since. */
export function endedDaemons(daemons: readonly Daemon[]): Daemon[] {
  return daemons.filter(({ pid, name }) => commandOf(pid) !== name);
}

// The command of a process that runs; a zombie does not.
function commandOf(pid: number): string | undefined {
  try {
    const match = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return match?.[2] === ZOMBIE ? undefined : match?.[1];
  } catch {
    return undefined;
  }
}

function pidSpace(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}
