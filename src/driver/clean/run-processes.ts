import { readdirSync, readFileSync } from "node:fs";
import { identify, type ProcessIdentity } from "../docker/processes.js";

/** A living process that carries a run's id in its environment. */
export interface RunProcess extends ProcessIdentity {
  runId: string;
  /** Its command line, for people. */
  command: string;
}

/** Every living process whose environment names a run, oldest first. */
export function runProcesses(): RunProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((pid) => {
      const runId = runIdOf(pid);
      const process = runId === undefined ? undefined : identify(pid);
      return process && runId !== undefined ? [{ ...process, runId, command: commandOf(pid) }] : [];
    });
}

/** The run that a process belongs to by its environment; undefined for all others and for processes that are gone. */
export function runIdOf(pid: number): string | undefined {
  return /(?:^|\0)ANYCAST_SHIFT_RUN=([^\0]+)/.exec(readProc(pid, "environ"))?.[1];
}

function commandOf(pid: number): string {
  return readProc(pid, "cmdline").split("\0").join(" ").trim().slice(0, 80);
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It ended meanwhile, or belongs to someone else and this process is not root.
    return "";
  }
}
