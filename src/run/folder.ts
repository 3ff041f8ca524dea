import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { diskError, makeFolder, writeWhole } from "../disk/index.js";

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

/** Writes one file of the run folder, whole or not at all. @throws ShiftError E_DISK. */
export function writeInFolder(folder: string, path: string, text: string): void {
  writeWhole(join(folder, path), text);
}
