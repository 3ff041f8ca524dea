import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { messageOf } from "../core/index.js";
import { diskError, makeFolder, removeIfPossible, writeWhole } from "../disk/index.js";
import type { RunDocument } from "../verdict/index.js";

/** Where the document of a run stands in its folder. */
export const RUN_FILE = "run.json";

/**
 * Makes `results/<name>/<start time>/`, or of the next millisecond where another run began at the same time: neither may
 * write over the other's captures. Returns its absolute path.
 * @throws ShiftError E_DISK.
 */
export function makeRunFolder(results: string, name: string, start: Date): string {
  const folder = resolve(results, name, start.toISOString().replace(/[:.]/g, "-"));
  try {
    makeFolder(dirname(folder));
    mkdirSync(folder);
    mkdirSync(join(folder, "captures"));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "EEXIST") {
      return makeRunFolder(results, name, new Date(start.getTime() + 1));
    }
    throw diskError(folder, thrown);
  }
  return folder;
}

/**
 * Points `results/latest` to a run folder. Where that cannot be, as with a folder of this name, it says why: the run goes
 * on without it.
 */
export function pointLatest(folder: string): string | undefined {
  const results = dirname(dirname(folder));
  const latest = join(results, "latest");
  // Replaced by rename, so that two runs at once never leave it missing.
  const link = join(results, `.latest-${process.pid}`);
  try {
    rmSync(link, { force: true });
    symlinkSync(relative(results, folder), link);
    renameSync(link, latest);
  } catch (thrown) {
    removeIfPossible(link);
    return `${latest} does not lead to this run, which is in ${folder}: ${messageOf(thrown)}`;
  }
  return undefined;
}

/** Writes run.json. @throws ShiftError E_DISK. */
export function writeRunDocument(folder: string, document: RunDocument): void {
  writeInFolder(folder, RUN_FILE, `${JSON.stringify(document, null, 1)}\n`);
}

/** Writes one file of the run folder, whole or not at all. @throws ShiftError E_DISK. */
export function writeInFolder(folder: string, path: string, text: string): void {
  writeWhole(join(folder, path), text);
}
