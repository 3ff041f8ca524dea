import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { matrixFixture } from "../../src/matrix/fixtures/cells.js";
import { RUN_DOCUMENT } from "../../src/report/fixtures/run-document.js";
import { measuredPart } from "./measured.js";

const folder = mkdtempSync(join(tmpdir(), "shift-measured-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The matrix of a run folder that holds another run's cases. */
function matrix() {
  writeFileSync(join(folder, "run.json"), JSON.stringify(RUN_DOCUMENT));
  const shown = RUN_DOCUMENT.cases.find(({ ladders }) => ladders.length > 0);
  const runs = [{ folder, case: `${shown?.name}-v${shown?.family}` }];
  const document = matrixFixture();
  return { ...document, cells: document.cells.map((cell) => ({ ...cell, runs })) };
}

it("a cell is a line with counts and theory, and one connection shows its packets", () => {
  const document = matrix();
  const cell = document.cells.find(({ own }) => own !== null);
  const part = measuredPart("none.md", document, ({ id }) => id === cell?.id);
  expect(part).toContain(
    `| ${cell?.cause} | ${cell?.mitigation} | 3 | IPv4 | ${cell?.own} of 200 (`,
  );
  expect(part).toMatch(/```text\nOrigin \(origin\) > .*: \[S\] length 0 ttl 64\n/);
});

it("a packet that no device is known to have received goes to none", () => {
  const document = matrix();
  const run = structuredClone(RUN_DOCUMENT);
  for (const { steps } of run.cases.flatMap(({ ladders }) => ladders)) {
    for (const step of steps) step.to = step.from;
  }
  writeFileSync(join(folder, "run.json"), JSON.stringify(run));
  expect(measuredPart("none.md", document, () => true)).toContain(
    "Origin (origin) > no known device: [S] length 0 ttl 64",
  );
});

it("what the users of clients saw that try again is told in words", () => {
  expect(
    measuredPart("none.md", matrix(), ({ mitigation }) => mitigation === "client-retry"),
  ).toContain(
    "With client-retry under withdraw-first, users saw 40 of 40 downloads arrive whole; 18 broke and took 21 connections more.",
  );
});

it("what a page tells of measurements stays without a matrix", () => {
  const page = join(folder, "page.md");
  const part = measuredPart(page, matrix(), () => true);
  writeFileSync(page, `# Title\n\n${part}\n\n## More\n`);
  expect(measuredPart(page, undefined, () => true)).toBe(part);
});

it("a page that is new, or in no cell, says so", () => {
  expect(measuredPart(join(folder, "new.md"), undefined, () => true)).toContain(
    "Not measured yet.",
  );
  expect(measuredPart("any.md", matrix(), () => false)).toContain("Not measured yet.");
});
