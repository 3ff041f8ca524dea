import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RUN_DOCUMENT } from "./fixtures/run-document.js";
import { renderJunit } from "./junit/junit.js";
import { writeReports } from "./write.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "anycast-shift-report-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it("writes the three files, and again over those that are there", async () => {
  await writeReports({ ...RUN_DOCUMENT, cases: [] }, folder);
  await writeReports(RUN_DOCUMENT, folder);
  expect((await readdir(folder)).sort()).toEqual(["junit.xml", "report.html", "report.md"]);
  expect(await readFile(join(folder, "junit.xml"), "utf8")).toBe(renderJunit(RUN_DOCUMENT));
});

it("writes only those that were asked for", async () => {
  await writeReports(RUN_DOCUMENT, folder, ["markdown"]);
  expect(await readdir(folder)).toEqual(["report.md"]);
});

it("says which file could not be written, and writes the others", async () => {
  await mkdir(join(folder, "report.html"));
  const failure = await writeReports(RUN_DOCUMENT, folder).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({
    code: "E_DISK",
    message: expect.stringMatching(/^html report: cannot write .*report\.html: EISDIR/),
  });
  expect((await readdir(folder)).sort()).toEqual(["junit.xml", "report.html", "report.md"]);
});

it("says so too when there is no folder to write to", async () => {
  const file = join(folder, "file");
  await writeFile(file, "");
  const failure = await writeReports(RUN_DOCUMENT, file, ["markdown"]).catch((thrown) => thrown);
  expect(failure).toMatchObject({ code: "E_DISK" });
});
