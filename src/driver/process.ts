import { basename } from "node:path";
import { until } from "../core/index.js";
import { processIds, procText } from "./proc.js";
import { sendSignal } from "./send-signal.js";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from boot to its start: field 22 of /proc/<pid>/stat, proc(5). */
  startTicks: string;
}

/** The identity of a living process; undefined when there is none with this number, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const fields = statFrom3(pid);
  const [state, startTicks] = [fields[0], fields[19]];
  return startTicks === undefined || state === "Z" ? undefined : { pid, startTicks };
}

/** Whether exactly this process still lives. */
export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTicks === process.startTicks;
}

/** The processes of a group, but not its leader, whose number the group has. */
export function followersOf(leader: number): number[] {
  return processIds().filter((pid) => pid !== leader && statFrom3(pid)[2] === String(leader));
}

// /proc/<pid>/stat from field 3 on: the command name, field 2, may hold spaces and brackets, so that its end is looked for.
function statFrom3(pid: number): string[] {
  const stat = procText(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Every living process whose program has one of these names and that has the text in one of its arguments. */
export function findProcesses(programs: RegExp, text: string): ProcessIdentity[] {
  return processIds()
    .filter((pid) => {
      const [program = "", ...args] = procText(pid, "cmdline").split("\0");
      return programs.test(basename(program)) && args.some((argument) => argument.includes(text));
    })
    .flatMap((pid) => identify(pid) ?? []);
}

/**
 * Ends processes: SIGTERM, and SIGKILL for those that live on.
 * @throws ShiftError E_TIMEOUT when one survives even that.
 */
export async function endProcesses(processes: ProcessIdentity[], graceMs: number): Promise<void> {
  const living = () => processes.filter(isAlive);
  for (const { pid } of living()) sendSignal(pid, "SIGTERM");
  await waitForEnd(living, graceMs).catch(() => {
    for (const { pid } of living()) sendSignal(pid, "SIGKILL");
  });
  await waitForEnd(living, KILL_DEADLINE_MS);
}

const KILL_DEADLINE_MS = 5_000;

function waitForEnd(living: () => ProcessIdentity[], deadlineMs: number): Promise<true> {
  const pids = () => living().map(({ pid }) => pid);
  return until("processes to end", () => (pids().length === 0 ? true : undefined), {
    deadlineMs,
    detail: () => `still there: ${pids().join(", ")}`,
  });
}
