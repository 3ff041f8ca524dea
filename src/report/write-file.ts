import { rename, rm, writeFile } from "node:fs/promises";
import { messageOf, ShiftError } from "../core/index.js";

/**
 * Writes a file of a report, which appears whole or not at all.
 * @throws ShiftError E_DISK with this hint when it cannot be written
 */
export async function writeReportFile(path: string, text: string, hint: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } catch (cause) {
    // That what is unfinished cannot be removed either tells nothing more.
    await rm(unfinished, { force: true }).catch(() => undefined);
    const message = `${path} cannot be written: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_DISK", message, hint, cause });
  }
}
