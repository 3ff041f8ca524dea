import { readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { messageOf, ShiftError } from "../core/index.js";
import { writeInFolder } from "./folder.js";

/**
 * Copies the scenario files of a run into its folder, so that it can be judged again later; the path there of each.
 * Files of one name in several folders are numbered.
 * @throws ShiftError E_DISK where a copy cannot be written, E_FILE where a file has gone since it was checked
 */
export function copyScenarios(files: readonly string[], runFolder: string): Map<string, string> {
  const copies = new Map<string, string>();
  for (const file of new Set(files)) {
    const path = freePath(file, [...copies.values()]);
    writeInFolder(runFolder, path, textOf(file));
    copies.set(file, path);
  }
  return copies;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const message = `cannot read ${file}: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_FILE", message, place: { file }, cause });
  }
}

function freePath(file: string, taken: readonly string[]): string {
  const { base, name, ext } = parse(file);
  let path = join("scenarios", base);
  for (let number = 2; taken.includes(path); number++)
    path = join("scenarios", `${name}-${number}${ext}`);
  return path;
}
