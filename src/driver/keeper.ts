import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** A process of this program that outlives the one that started it. */
export interface Keeper {
  pid: number | undefined;
  hasEnded(): boolean;
  /** Lets this process end without it. */
  release(): void;
}

/** Starts this program anew, away from the terminal; what it says goes to a file. */
export function startKeeper(args: readonly string[], log: string): Keeper {
  const output = openSync(log, "w");
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  return {
    pid: child.pid,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    release: () => child.unref(),
  };
}
