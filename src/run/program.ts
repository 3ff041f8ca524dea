import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectPath } from "../core/index.js";

const SOURCE = fileURLToPath(new URL("..", import.meta.url));
const PACKAGE = projectPath("package.json");
// What only asks for results and shows them, and what is put together of all rooms.
const NO_PART = new Set(["cli", "matrix", "report", "bin", "library"]);
// What a node's container holds.
const IMAGE = projectPath("image");
// What tests build their input with.
const OF_TESTS = /(^|\/)fixtures\//;
// What causes and mitigations do stands in the text of a cell's scenario.
const IN_SCENARIO = /^(causes|mitigations)\//;

/**
 * Version of this program and hash of the code and the node image's recipe that run and judge labs, as they stand on disk:
 * `0.1.0+3f2a…`. A result of other code is no result of this.
 */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string };
  return `${version}+${codeHash()}`;
}

function codeHash(): string {
  const hash = createHash("sha256");
  const add = (folder: string, files: string[]) => {
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  };
  for (const room of rooms()) {
    const folder = join(SOURCE, room);
    add(folder, readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isCode));
  }
  add(IMAGE, readdirSync(IMAGE));
  return hash.digest("hex").slice(0, 12);
}

function rooms(): string[] {
  const folders = readdirSync(SOURCE, { withFileTypes: true }).filter((one) => one.isDirectory());
  return folders
    .map(({ name }) => name)
    .filter((name) => !NO_PART.has(name))
    .sort();
}

function isCode(file: string): boolean {
  return (
    /\.([jt]sx?|wasm)$/.test(file) &&
    !/(\.d\.ts|\.test\.tsx?)$/.test(file) &&
    !OF_TESTS.test(file) &&
    !IN_SCENARIO.test(file)
  );
}
