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

/** Runs a program under GNU time; its output goes nowhere. */
export async function measure(argv: readonly string[], timeFile: string): Promise<Run> {
  const format = "%e %U %S %M";
  await execa("/usr/bin/time", ["-f", format, "-o", timeFile, ...argv], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    // Node reads what it names at every start, which takes longer than all else of a start.
    env: { NODE_EXTRA_CA_CERTS: undefined },
  });
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
