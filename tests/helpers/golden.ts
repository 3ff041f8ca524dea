import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "vitest";

const GOLDEN_DIR = "tests/golden";

/**
 * Compares a text with the golden file of that path under tests/golden; with GOLDEN in the environment it becomes
 * the golden file instead. A golden file that does not exist is a failure: it must be written on purpose.
 */
export function expectGolden(path: string, text: string): void {
  const file = join(GOLDEN_DIR, path);
  if (process.env.GOLDEN !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `${file} is missing; \`make golden\` writes it`).toBe(true);
  expect(text, file).toBe(readFileSync(file, "utf8"));
}

/** Paths of the golden files in a folder under tests/golden, sorted, relative to it. */
export function goldenFiles(folder: string): string[] {
  return readdirSync(join(GOLDEN_DIR, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(GOLDEN_DIR, folder), join(entry.parentPath, entry.name)))
    .sort();
}
