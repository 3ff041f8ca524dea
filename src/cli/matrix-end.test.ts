import { mkdtempSync, rmSync } from "node:fs";
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
  [["not possible", "not applicable"], EXIT.inconclusive],
  [["as expected", "inconclusive"], EXIT.inconclusive],
  [["inconclusive", "worse"], EXIT.fail],
] as [MatrixCell["verdict"][], number][])("cells that are %j end with %i", (verdicts, exit) => {
  const document = matrixFixture();
  const [cell] = document.cells as [MatrixCell];
  const cells = verdicts.map((verdict) => ({ ...cell, verdict }));
  expect(finishMatrix({ ...document, cells }, folder, true)).toBe(exit);
});

test("beside the document as JSON, standard error says where the run folder is", () => {
  vi.mocked(process.stderr.write).mockClear();
  finishMatrix(matrixFixture(), folder, false);
  expect(process.stderr.write).not.toHaveBeenCalled();
  finishMatrix(matrixFixture(), folder, true);
  expect(process.stderr.write).toHaveBeenCalledWith(`run folder: ${folder}\n`);
});
