import { processIds, procText } from "../proc.js";
import { identify, type ProcessIdentity } from "../process.js";

/** A living process that carries a run's id in its environment. */
export interface RunProcess extends ProcessIdentity {
  runId: string;
  /** Its command line, for people. */
  command: string;
}

/** Every living process whose environment names a run, oldest first. */
export function runProcesses(): RunProcess[] {
  return processIds().flatMap((pid) => {
    const runId = runIdOf(pid);
    const process = runId === undefined ? undefined : identify(pid);
    return process && runId !== undefined ? [{ ...process, runId, command: commandOf(pid) }] : [];
  });
}

/** The run that a process belongs to by its environment; undefined for all others and for processes that are gone. */
export function runIdOf(pid: number): string | undefined {
  return /(?:^|\0)ANYCAST_SHIFT_RUN=([^\0]+)/.exec(procText(pid, "environ"))?.[1];
}

function commandOf(pid: number): string {
  return procText(pid, "cmdline").split("\0").join(" ").trim().slice(0, 80);
}
