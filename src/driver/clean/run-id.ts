import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { identify, isAlive, type ProcessIdentity } from "../process.js";

let runs = 0;

/**
 * An id for a run that this process owns: it says who the owner is, so that whoever finds an object with it can tell
 * whether the run still lives, without any file that may be missing.
 */
export function newRunId(): string {
  const self = identify(process.pid);
  if (!self) throw new Error("this process has no entry in /proc");
  runs += 1;
  return runIdOfOwner(self, runs);
}

/**
 * The id of the n-th run of a process: process id and start in clock ticks, both in base 36, then where these two count,
 * and `r2`, `r3`, … for later runs: `9zk-31bq1-5fa2c0r2`.
 */
export function runIdOfOwner({ pid, startTicks }: ProcessIdentity, run = 1): string {
  const number = run === 1 ? "" : `r${run}`;
  return `${pid.toString(36)}-${Number(startTicks).toString(36)}-${processSpace()}${number}`;
}

/** What is known of the owner of an id. "elsewhere": of another boot or PID namespace, or no id of ours at all. */
export type Owner = "alive" | "dead" | "elsewhere";

/** Whether the process that owns a run still lives. */
export function ownerOf(runId: string): Owner {
  const match = runIdPattern().exec(runId);
  if (match?.[0] !== runId) return "elsewhere";
  const [pid, ticks] = [match[1], match[2]].map((part) => Number.parseInt(part as string, 36));
  return isAlive({ pid: pid as number, startTicks: String(ticks) }) ? "alive" : "dead";
}

/** The first run id of this boot and PID namespace in a text, such as a container's name. */
export function runIdIn(text: string): string | undefined {
  return runIdPattern().exec(text)?.[0];
}

function runIdPattern(): RegExp {
  return new RegExp(
    `(?<![0-9a-z])([0-9a-z]{1,6})-([0-9a-z]{1,12})-${processSpace()}(?:r\\d+)?(?![0-9a-z])`,
  );
}

// Process ids mean nothing in another PID namespace, and start times nothing after another boot.
function processSpace(): string {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const space = readlinkSync("/proc/self/ns/pid");
  return createHash("sha256").update(boot).update(space).digest("hex").slice(0, 6);
}
