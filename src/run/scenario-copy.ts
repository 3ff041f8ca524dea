import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { writeInFolder } from "./folder.js";

/** Copies a scenario's file into the run folder, so that the run can be judged again later; its path there. */
export function copyScenario(file: string, runFolder: string): string {
  const path = join("scenarios", basename(file));
  writeInFolder(runFolder, path, readFileSync(file, "utf8"));
  return path;
}
