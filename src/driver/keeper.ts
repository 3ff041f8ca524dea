import { spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync } from "node:fs";
import { until } from "../core/index.js";

/** What the removal of a lab may take: containerlab is given 120 s, and what it leaves is removed after that. */
export const REMOVAL_DEADLINE_MS = 180_000;

/** A process of this program that outlives the one that started it. */
export interface Keeper {
  pid: number | undefined;
  hasEnded(): boolean;
  /** Tells it to end, and waits until it has removed its lab and ended. @throws ShiftError E_TIMEOUT. */
  end(): Promise<void>;
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
  let started = true;
  child.once("error", ({ message }) => {
    started = false;
    appendFileSync(log, message);
  });
  const hasEnded = () => !started || child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid,
    hasEnded,
    end: async () => {
      child.kill("SIGTERM");
      await until(`process ${child.pid} to end`, hasEnded, { deadlineMs: REMOVAL_DEADLINE_MS });
    },
    release: () => child.unref(),
  };
}
