import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseHTML } from "linkedom";
import { afterEach, beforeEach, expect, test } from "vitest";
import { matrixFixture } from "../../matrix/fixtures/cells.js";
import { writeMatrix } from "./write.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "anycast-shift-matrix-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("the four files of a matrix, again over those that are there, and nothing else", async () => {
  writeMatrix(matrixFixture(), folder);
  writeMatrix(matrixFixture(), folder);
  const names = ["matrix.csv", "matrix.html", "matrix.json", "matrix.md"];
  expect((await readdir(folder)).sort()).toEqual(names);
});

test("the page links the captures that are there", async () => {
  const cell = matrixFixture().cells.find(({ id }) => id.startsWith("withdraw-first--resilient"));
  if (!cell) throw new Error("the fixture has that cell");
  const [earlier, here] = [join(folder, "earlier run"), join(folder, "here")];
  await mkdir(join(earlier, "captures", cell.id), { recursive: true });
  await mkdir(join(here, "captures", cell.id), { recursive: true });
  const runs = [earlier, join(folder, "elsewhere"), here].map((run) => ({
    folder: run,
    case: cell.id,
  }));
  writeMatrix({ ...matrixFixture(), cells: [{ ...cell, runs }] }, here);
  const { document } = parseHTML(await readFile(join(here, "matrix.html"), "utf8"));
  const links = [...document.querySelectorAll("a")];
  expect(links.map(({ textContent }) => textContent)).toEqual([cell.id, "3"]);
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    pathToFileURL(join(earlier, "captures", cell.id)).href,
    `captures/${cell.id}`,
  ]);
});

test("a file that cannot be written is named, and leaves nothing unfinished", async () => {
  await mkdir(join(folder, "matrix.html"));
  const message = expect.stringMatching(/^cannot write .*matrix\.html: EISDIR/);
  expect(() => writeMatrix(matrixFixture(), folder)).toThrow(
    expect.objectContaining({ code: "E_DISK", message }),
  );
  expect((await readdir(folder)).sort()).toEqual(["matrix.html", "matrix.json"]);
});

test("a fault of a matrix's own is not told as a fault of the disk", () => {
  const broken = { ...matrixFixture(), cells: null } as unknown as Parameters<
    typeof writeMatrix
  >[0];
  expect(() => writeMatrix(broken, folder)).toThrow(TypeError);
});
