import { readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { writeInFolder } from "./folder.js";

/**
 * Copies the scenario files of a run into its folder, so that it can be judged again later; the path there of each.
 * Files of one name in several folders are numbered.
 * @throws ShiftError E_DISK.
 */
export function copyScenarios(files: readonly string[], runFolder: string): Map<string, string> {
  const copies = new Map<string, string>();
  for (const file of new Set(files)) {
    const path = freePath(file, [...copies.values()]);
    writeInFolder(runFolder, path, readFileSync(file, "utf8"));
    copies.set(file, path);
  }
  return copies;
}

function freePath(file: string, taken: readonly string[]): string {
  const { base, name, ext } = parse(file);
  let path = join("scenarios", base);
  for (let number = 2; taken.includes(path); number++)
    path = join("scenarios", `${name}-${number}${ext}`);
  return path;
}
