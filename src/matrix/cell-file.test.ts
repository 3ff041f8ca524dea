import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { causes, mitigations, whyNot } from "../catalogue/index.js";
import { loadScenario } from "../topology/index.js";
import { cellCase } from "./cell-file.js";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "cells-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

const every = causes.flatMap((cause) =>
  [undefined, ...mitigations].flatMap((mitigation) =>
    [2, 3, 4, 8].flatMap((members) =>
      ([4, 6] as const).map((family) => ({
        cause,
        mitigation,
        cell: { members, family, connections: 200 },
      })),
    ),
  ),
);

test("every cell that makes sense is a scenario that can be run, kept and run again", () => {
  const ids = new Set<string>();
  for (const spec of every) {
    if (whyNot(spec.cause, spec.mitigation, spec.cell)) continue;
    const planned = cellCase(spec, { cells, topologies: "topologies" });
    expect(planned.scenario.families).toEqual([spec.cell.family]);
    expect(ids).not.toContain(planned.id);
    ids.add(planned.id);
    expect(loadScenario(planned.file, "topologies")).toEqual(
      expect.objectContaining({ scenario: planned.scenario }),
    );
  }
  expect(ids.size).toBeGreaterThan(causes.length);
});

test("the file of a cell says what it does and what theory expects", () => {
  const [cause] = causes;
  const [mitigation] = mitigations;
  if (!cause || !mitigation) throw new Error("the catalogue is empty");
  const cell = { members: 3, family: 4, connections: 200 } as const;
  const { file } = cellCase({ cause, mitigation, cell }, { cells, topologies: "topologies" });
  expect(readFileSync(file, "utf8")).toMatch(/that: fates\n\s+of: judged\n\s+own: 0\.3333/);
});
