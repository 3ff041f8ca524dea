import { renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, ShiftError } from "../core/index.js";
import { makeFolder } from "../run/index.js";

/** Writes a file by rename, so that another run that reads it finds all of it or nothing. @throws ShiftError E_DISK. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file));
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (cause) {
    const message = `cannot write ${file}: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_DISK", message, cause });
  }
}
