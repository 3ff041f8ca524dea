import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, ShiftError } from "../core/index.js";
import { makeFolder } from "./make-folder.js";

const HINT =
  "check the free space and the rights of the results folder, or choose another with --results";

/**
 * Writes a file by rename, making the folders above it: who reads it finds all of it or what was there before, also where
 * the disk is full.
 * @throws ShiftError E_DISK with this hint
 */
export function writeWhole(file: string, text: string, hint = HINT): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file));
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (thrown) {
    removeIfPossible(unfinished);
    throw diskError(file, thrown, hint);
  }
}

/** What could not be written, and what to do. */
export function diskError(path: string, thrown: unknown, hint = HINT): ShiftError {
  return new ShiftError({
    code: "E_DISK",
    message: `cannot write ${path}: ${messageOf(thrown)}`,
    hint,
    cause: thrown,
  });
}

/** Removes what could not be finished; that it cannot be removed either tells nothing more. */
export function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}
