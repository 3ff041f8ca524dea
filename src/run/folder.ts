import { renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { messageOf, ShiftError } from "../core/index.js";
import { makeFolder } from "./make-folder.js";

/** Makes `results/<name>/<start time>/` and points `results/latest` to it; the absolute path. @throws ShiftError E_DISK. */
export function makeRunFolder(results: string, name: string, start: Date): string {
  const stamp = start.toISOString().replace(/[:.]/g, "-");
  const folder = resolve(results, name, stamp);
  try {
    makeFolder(join(folder, "captures"));
    // Replaced by rename, so that two runs at once never leave it missing.
    const link = join(results, `.latest-${process.pid}`);
    rmSync(link, { force: true });
    symlinkSync(join(name, stamp), link);
    renameSync(link, join(results, "latest"));
  } catch (thrown) {
    throw diskError(folder, thrown);
  }
  return folder;
}

/** Writes one file of the run folder, making the folders above it. @throws ShiftError E_DISK. */
export function writeInFolder(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  try {
    makeFolder(dirname(file));
    writeFileSync(file, text);
  } catch (thrown) {
    throw diskError(file, thrown);
  }
}

function diskError(path: string, thrown: unknown): ShiftError {
  return new ShiftError({
    code: "E_DISK",
    message: `cannot write ${path}: ${messageOf(thrown)}`,
    hint: "check the free space and the rights of the results folder, or choose another with --results",
    cause: thrown,
  });
}
