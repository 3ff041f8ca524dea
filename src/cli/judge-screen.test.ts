import { expect, test } from "vitest";
import { matrixFixture } from "../matrix/fixtures/cells.js";
import { caseNamed } from "../verdict/fixtures/run-folder.js";
import { judgedScreen, matrixChanges } from "./judge-screen.js";

const before = ["a", "b", "c"].map((name) => caseNamed(name, "pass"));

test("of a run that was judged again the cases that changed are told, and those without evidence", () => {
  const now = [caseNamed("a", "pass"), caseNamed("b", "fail"), caseNamed("c", "inconclusive")];
  expect(judgedScreen(before, now, (id) => id !== "c-v4")).toBe(
    `judged again: 2 cases, 1 with another verdict than before
  b-v4: pass before, fail now
could not be judged again: c-v4
`,
  );
});

test("where nothing changed there is one line", () => {
  expect(judgedScreen(before, before, () => true)).toBe(
    "judged again: 3 cases, none with another verdict than before\n",
  );
  const matrix = matrixFixture();
  expect(matrixChanges(matrix, matrix)).toBe(
    `the matrix: ${matrix.cells.length} cells, none with another verdict than before\n`,
  );
});
