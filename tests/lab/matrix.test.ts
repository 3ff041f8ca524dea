import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { matrixDocumentSchema } from "../../src/matrix/index.js";
import { shift, withResults } from "./cli.js";

const CELLS = ["--causes", "withdraw-first,return", "--mitigations", "resilient,second-chance"];
const FRAGMENTS = "--members 8 --causes fragments --mitigations"
  .split(" ")
  .concat("maglev,second-chance,rst-suppression", "--workers", "1");

async function matrix(driver: string, results: string, cells = CELLS) {
  const run = await shift(["matrix", ...cells, "--driver", driver, "--json"], results);
  expect([run.exitCode, run.stderr]).toEqual([0, expect.stringMatching(/^run folder: .*$/)]);
  return matrixDocumentSchema.parse(JSON.parse(run.stdout));
}

test.each(["netns", "containerlab"])(
  "on %s each mitigation saves what theory says, and the second time nothing is run",
  (driver) =>
    withResults(async (results) => {
      const { cells, controls } = await matrix(driver, results);
      expect(controls.map(({ verdict }) => verdict)).toContain("pass");
      expect(
        cells.map(({ cause, mitigation, verdict }) => `${cause} ${mitigation} ${verdict}`),
      ).toEqual([
        "withdraw-first none as expected",
        "withdraw-first resilient as expected",
        "withdraw-first second-chance as expected",
        "return none as expected",
        "return resilient as expected",
        "return second-chance as expected",
      ]);
      const lost = Object.fromEntries(
        cells.map((cell) => [`${cell.cause} ${cell.mitigation}`, 200 - (cell.survived ?? 0)]),
      );
      // Of 200, and half of them by theory: what a mitigation that is switched off would lose. Fewer than 66 are lost once
      // in a million times.
      expect(lost["withdraw-first none"]).toBeGreaterThan(65);
      expect(lost["return none"]).toBeGreaterThan(65);
      expect(cells[1]).toMatchObject({ collateral: 0, stalled: 0 });
      expect(lost["withdraw-first second-chance"]).toBe(0);
      expect(lost["return resilient"]).toBe(0);
      expect(lost["return second-chance"]).toBe(0);

      // The seconds of each cell are in its row: they would differ if it had run once more.
      const again = await matrix(driver, results);
      expect(again.cells).toEqual(cells);
      const html = readFileSync(join(results, "latest", "matrix.html"), "utf8");
      expect(html).toContain("withdraw-first");
    }),
);

// Maglev and second chance leave fragments behind whose others never come, in the lab that the next cells have, too.
test("fragments that one cell leaves do not stall those of the next", () =>
  withResults(async (results) => {
    const { cells } = await matrix("netns", results, FRAGMENTS);
    expect(cells.map(({ mitigation, verdict }) => `${mitigation} ${verdict}`)).toEqual([
      "none as expected",
      "maglev as expected",
      "second-chance as expected",
      "rst-suppression as expected",
    ]);
  }));
