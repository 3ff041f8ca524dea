import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyScenarios } from "./scenario-copy.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "copies-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function scenarioFile(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, path);
  return file;
}

test("each file is copied once, also where several have one name", () => {
  const files = ["a/x.yaml", "b/x.yaml", "a/x.yaml", "c/x-2.yaml", "d/x.yaml"].map(scenarioFile);
  const run = join(folder, "run");
  const copies = copyScenarios(files, run);
  expect([...copies.values()]).toEqual([
    "scenarios/x.yaml",
    "scenarios/x-2.yaml",
    "scenarios/x-2-2.yaml",
    "scenarios/x-3.yaml",
  ]);
  for (const [file, copy] of copies)
    expect(readFileSync(join(run, copy), "utf8")).toBe(readFileSync(file, "utf8"));
});

test("a file that has gone is told with its name", () => {
  const gone = join(folder, "gone.yaml");
  expect(() => copyScenarios([gone], join(folder, "run"))).toThrow(
    expect.objectContaining({ code: "E_FILE", message: expect.stringContaining(gone) }),
  );
});
