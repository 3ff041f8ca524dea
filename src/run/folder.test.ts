import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeRunFolder, pointLatest, writeInFolder } from "./folder.js";

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "shift-folder-"));
});
afterEach(() => rmSync(results, { recursive: true }));

test("a run folder is named by its start, and latest follows the newest", () => {
  const first = makeRunFolder(results, "repro", new Date("2026-11-24T16:00:00.123Z"));
  expect(first).toBe(join(results, "repro", "2026-11-24T16-00-00-123Z"));
  expect(pointLatest(first)).toBeUndefined();
  expect(realpathSync(join(results, "latest"))).toBe(realpathSync(first));
  const second = makeRunFolder(results, "other", new Date("2026-11-24T16:00:01.000Z"));
  expect(pointLatest(second)).toBeUndefined();
  expect(realpathSync(join(results, "latest"))).toBe(realpathSync(second));
  // Relative, so that the results can be moved.
  expect(readlinkSync(join(results, "latest"))).toBe("other/2026-11-24T16-00-01-000Z");
});

test("two runs that began at the same time have a folder each", () => {
  const start = new Date(0);
  expect(makeRunFolder(results, "repro", start)).toMatch(/000Z$/);
  expect(makeRunFolder(results, "repro", start)).toMatch(/001Z$/);
});

test("a folder that is called latest is left alone, and the run is told where else its own is", () => {
  mkdirSync(join(results, "latest"));
  const folder = makeRunFolder(results, "repro", new Date(0));
  expect(pointLatest(folder)).toMatch(`which is in ${folder}: EISDIR`);
  expect(readdirSync(results)).toEqual(["latest", "repro"]);
  expect(readdirSync(join(results, "latest"))).toEqual([]);
});

test("a run folder is absolute, also where the results folder is not: programs in other folders read it", () => {
  const start = new Date(0);
  expect(makeRunFolder(relative(process.cwd(), results), "run", start)).toBe(
    join(results, "run", "1970-01-01T00-00-00-000Z"),
  );
});

test("files are written with the folders above them", () => {
  writeInFolder(results, "lab/1-article/dest1/frr.conf", "hostname dest1\n");
  expect(readFileSync(join(results, "lab/1-article/dest1/frr.conf"), "utf8")).toBe(
    "hostname dest1\n",
  );
});

test("what cannot be written leaves the file that was there whole", () => {
  writeInFolder(results, "run.json", "{}");
  mkdirSync(join(results, `run.json.${process.pid}`));
  expect(() => writeInFolder(results, "run.json", "other")).toThrow(
    expect.objectContaining({ code: "E_DISK" }),
  );
  expect(readFileSync(join(results, "run.json"), "utf8")).toBe("{}");
});

test("a folder that no file system can make is told at once, with what the system says of it", () => {
  expect(() => makeRunFolder("/proc/none", "repro", new Date(0))).toThrow(
    expect.objectContaining({
      code: "E_DISK",
      message: expect.stringMatching(/ENOENT.*'\/proc\/none'$/),
    }),
  );
});

test("a results folder that leads nowhere is told at once", () => {
  const link = join(results, "unmounted");
  symlinkSync(join(results, "nowhere"), link);
  expect(() => makeRunFolder(link, "repro", new Date(0))).toThrow(
    expect.objectContaining({
      code: "E_DISK",
      message: expect.stringContaining(`${link} is a symbolic link that leads nowhere`),
    }),
  );
});

test("what cannot be written is E_DISK and says where", () => {
  writeFileSync(join(results, "repro"), "a file where a folder should be");
  expect(() => makeRunFolder(results, "repro", new Date(0))).toThrow(
    expect.objectContaining({ code: "E_DISK", message: expect.stringContaining(results) }),
  );
  expect(() => writeInFolder(results, "repro/run.json", "{}")).toThrow(
    expect.objectContaining({ code: "E_DISK" }),
  );
});
