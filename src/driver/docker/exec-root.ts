import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { identify, type ProcessIdentity } from "../process.js";

/**
 * First processes of the containers below an exec root that still live, from runc's own records
 * (libcontainer's state.json: `init_process_pid`, `init_process_start`).
 */
export function runningContainers(execRoot: string): ProcessIdentity[] {
  const runc = join(execRoot, "runtime-runc");
  return children(runc)
    .flatMap(children)
    .map((container) => join(container, "state.json"))
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      const state = JSON.parse(readFileSync(file, "utf8")) as RuncState;
      const process = identify(state.init_process_pid);
      return process?.startTicks === String(state.init_process_start) ? [process] : [];
    });
}

interface RuncState {
  init_process_pid: number;
  init_process_start: number;
}

/** Removes a folder whose folders are all empty; what holds a file stays as it is. */
export function removeEmptyFolders(folder: string): void {
  for (const entry of children(folder)) removeEmptyFolders(entry);
  removeIfEmpty(folder);
}

/** Removes this folder alone, and only when there is nothing in it. */
export function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function children(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}
