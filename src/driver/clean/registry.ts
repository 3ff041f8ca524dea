import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf, type Scope, ShiftError } from "../../core/index.js";
import { makeFolder } from "../../disk/index.js";
import { namesIn } from "../names-in.js";
import { requireRoot, rootIsMissing } from "../root.js";
import { newRunId } from "./run-id.js";

/** Folders of the runs of this host: below /run, which is empty after a boot. */
const RUNS = "/run/anycast-shift/runs";

/** A run that others on this host can see. */
export interface RegisteredRun {
  id: string;
  /** Absolute path of its folder for what must not outlive it; it goes with the scope, or with `clean`. */
  folder: string;
}

/**
 * Gives this process's run an id and a folder until the scope ends. Register first, so that it is unregistered last.
 * @throws ShiftError, before anything is made: E_PRIVILEGE without root, E_DISK where /run cannot be written.
 */
export function registerRun(scope: Scope): RegisteredRun {
  requireRoot();
  const id = newRunId();
  const folder = runFolderOf(id);
  try {
    makeFolder(folder, 0o700);
  } catch (thrown) {
    // Root of a user namespace is not the owner of /run.
    if (isDenied(thrown)) throw rootIsMissing(thrown);
    throw new ShiftError({
      code: "E_DISK",
      message: `cannot make ${folder}: ${messageOf(thrown)}`,
      hint: "/run has to be writable, as `docker run --tmpfs /run` makes it",
      cause: thrown,
    });
  }
  scope.defer(`folder ${folder}`, () => removeRunFolder(id));
  return { id, folder };
}

function isDenied(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "EACCES";
}

/** Ids of every run that has a folder, alive or not. */
export function registeredRuns(): string[] {
  return namesIn(RUNS);
}

/** Absolute path of a run's folder. */
export function runFolderOf(id: string): string {
  return join(RUNS, id);
}

/** Removes the folder of a run with everything in it. */
export function removeRunFolder(id: string): void {
  rmSync(runFolderOf(id), { recursive: true, force: true });
}
