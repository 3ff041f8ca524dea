import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWhole } from "./write-whole.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file is written over what was there, in folders that were not", () => {
  const file = join(folder, "a/b/file");
  for (const text of ["first", "second"]) writeWhole(file, text);
  expect(readFileSync(file, "utf8")).toBe("second");
  expect(readdirSync(join(folder, "a/b"))).toEqual(["file"]);
});

test("one that cannot be written is told with what to do, and leaves nothing unfinished", () => {
  const file = join(folder, "file");
  mkdirSync(file);
  expect(() => writeWhole(file, "text", "make room")).toThrow(
    expect.objectContaining({ code: "E_DISK", hint: "make room" }),
  );
  expect(readdirSync(folder)).toEqual(["file"]);
});
