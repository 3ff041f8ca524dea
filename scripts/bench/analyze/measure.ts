import { readFileSync } from "node:fs";
import { execa } from "execa";

/** What one run of a program took. */
export interface Run {
  /** Seconds from start to end. */
  wall: number;
  /** Seconds of CPU, in user and kernel mode, of all threads. */
  cpu: number;
  /** Largest resident size, in MiB. */
  mib: number;
}

const KIB_PER_MIB = 1024;
/** Of the largest captures too. A program of others can hang: Suricata 7.0.10 once did, its threads waiting for each other. */
const DEADLINE_S = 600;

/**
 * Runs a program under GNU time; its output goes nowhere.
 *
 * @throws Error where it fails, does not end within the deadline, in seconds, or cannot be started
 */
export async function measure(
  argv: readonly string[],
  timeFile: string,
  deadline = DEADLINE_S,
): Promise<Run> {
  const format = "%e %U %S %M";
  // timeout(1) is the child of time, so that what it ends is counted and nothing is left running.
  const bounded = ["timeout", "--kill-after=10", String(deadline), ...argv];
  const { failed, exitCode, code } = await execa(
    "/usr/bin/time",
    ["-f", format, "-o", timeFile, ...bounded],
    {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
      reject: false,
      // Node reads what it names at every start, which takes longer than all else of a start.
      env: { NODE_EXTRA_CA_CERTS: undefined },
    },
  );
  if (code === "ENOENT") throw new Error("GNU time is missing: apt-get install time");
  if (failed) {
    throw new Error(`${argv[0]} failed or did not end within ${deadline} s: exit code ${exitCode}`);
  }
  const line = readFileSync(timeFile, "utf8").trim().split("\n").at(-1) ?? "";
  const [wall, user, system, kib] = line.split(" ").map(Number) as [number, number, number, number];
  return { wall, cpu: user + system, mib: kib / KIB_PER_MIB };
}

/** Of several runs the fastest: what else the machine did can only have made the others slower. */
export function best(runs: readonly Run[]): Run {
  return {
    wall: Math.min(...runs.map(({ wall }) => wall)),
    cpu: Math.min(...runs.map(({ cpu }) => cpu)),
    mib: Math.max(...runs.map(({ mib }) => mib)),
  };
}
