import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identify, isAlive } from "../process.js";

let registrations = 0;

/**
 * Counts this process as a user of what the folder stands for. Several registrations of one process count apiece.
 * @returns the file to remove when the use ends.
 */
export function registerUser(folder: string): string {
  mkdirSync(folder, { recursive: true });
  registrations += 1;
  const file = join(folder, `${process.pid}-${registrations}`);
  writeFileSync(file, identify(process.pid)?.startTicks ?? "");
  return file;
}

/** Whether a living process still uses it. Files of processes that ended without a word are removed. */
export function hasUsers(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const pid = Number.parseInt(name, 10);
    if (isAlive({ pid, startTicks: readFileSync(file, "utf8") })) return true;
    rmSync(file, { force: true });
  }
  return false;
}
