import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { matrixFixture } from "../matrix/fixtures/cells.js";
import type { MatrixDocument } from "../matrix/index.js";
import { agreeText, matrixAgreeCommand } from "./matrix-agree.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-agree-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The exit code for two matrices with these cells; undefined where none is set. */
function exitCodeOf(...cells: MatrixDocument["cells"][]): typeof process.exitCode {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const folders = cells.map((own, index) => {
    const path = join(folder, String(index));
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "matrix.json"), JSON.stringify({ ...matrixFixture(), cells: own }));
    return path;
  });
  const before = process.exitCode;
  try {
    matrixAgreeCommand().parse(folders, { from: "user" });
    return process.exitCode;
  } finally {
    process.exitCode = before;
  }
}

test("two matrices that differ fail, and two that have nothing in common prove nothing", () => {
  const { cells } = matrixFixture();
  expect(exitCodeOf(cells, cells)).toBeUndefined();
  const changed = cells.map((cell) => ({ ...cell, verdict: "better" as const }));
  expect(exitCodeOf(cells, changed)).toBe(1);
  expect(exitCodeOf(cells, [])).toBe(4);
});

test("says which cells differ, and nothing of an id that could control the terminal", () => {
  const cell = { id: "withdraw\u001b[2J", verdict: "pass", survived: 3, connections: 4 };
  const differ = [{ cell, other: { ...cell, verdict: "fail", survived: 1 } }];
  const compared = { agree: [], differ, unknown: [] } as unknown as Parameters<typeof agreeText>[0];
  expect(agreeText(compared)).toBe(
    "withdraw [2J: pass, 3 of 4 survived, or fail, 1 of 4\n0 cells agree, 1 differ; 0 were not judged in both\n",
  );
});
