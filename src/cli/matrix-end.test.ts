import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { matrixFixture } from "../matrix/fixtures/cells.js";
import type { MatrixCell } from "../matrix/index.js";
import { EXIT } from "./exit.js";
import { finishMatrix } from "./matrix-end.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matrix-end-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  [["as expected", "better"], EXIT.pass],
  [["as expected", "not possible", "not applicable"], EXIT.pass],
  [["not applicable"], EXIT.pass],
  [["better", "not possible"], EXIT.pass],
  [["not possible", "not applicable"], EXIT.inconclusive],
  [["as expected", "inconclusive"], EXIT.inconclusive],
  [["inconclusive", "worse"], EXIT.fail],
] as [MatrixCell["verdict"][], number][])("cells that are %j end with %i", (verdicts, exit) => {
  const document = matrixFixture();
  const [cell] = document.cells as [MatrixCell];
  const cells = verdicts.map((verdict) => ({ ...cell, verdict }));
  expect(finishMatrix({ ...document, cells }, folder, true)).toBe(exit);
});

test("the files of a matrix are written, and it is printed for a person or as one document", () => {
  const print = vi.mocked(process.stdout.write).mockClear();
  const document = matrixFixture();
  finishMatrix(document, folder, false);
  const page = join(folder, "matrix.html");
  expect(existsSync(page)).toBe(true);
  const screen = String(print.mock.lastCall?.[0]);
  expect(screen).toContain("as expected");
  expect(screen.split("\n").slice(-2)).toEqual([page, ""]);
  finishMatrix(document, folder, true);
  expect(JSON.parse(String(print.mock.lastCall?.[0]))).toEqual(document);
});

test("beside the document as JSON, standard error says where the run folder is", () => {
  vi.mocked(process.stderr.write).mockClear();
  finishMatrix(matrixFixture(), folder, false);
  expect(process.stderr.write).not.toHaveBeenCalled();
  finishMatrix(matrixFixture(), folder, true);
  expect(process.stderr.write).toHaveBeenCalledWith(`run folder: ${folder}\n`);
});
