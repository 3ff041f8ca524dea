import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { causes, findCause, findMitigation, mitigations, whyNot } from "../catalogue/index.js";
import { cellCase } from "./cell-file.js";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "cells-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

const every = causes.flatMap((cause) =>
  [undefined, ...mitigations].flatMap((mitigation) =>
    // Every combination as the shipped matrix runs it; the other counts and families without mitigations alone.
    (mitigation
      ? [[3, 4] as const]
      : ([
          [2, 4],
          [3, 4],
          [3, 6],
          [8, 4],
        ] as const)
    ).map(([members, family]) => ({
      cause,
      mitigation,
      cell: { members, family, connections: 200 },
    })),
  ),
);

test("every cell that makes sense is a scenario that can be run and kept", () => {
  const ids = new Set<string>();
  for (const spec of every) {
    if (whyNot(spec.cause, spec.mitigation, spec.cell)) continue;
    const planned = cellCase(spec, { cells, topologies: "topologies" });
    expect(planned.scenario.families).toEqual([spec.cell.family]);
    expect(ids).not.toContain(planned.id);
    ids.add(planned.id);
  }
  expect(ids.size).toBeGreaterThan(causes.length);
});

test("the file of a cell says what it does and what theory expects", () => {
  const [cause, mitigation] = [findCause("withdraw-first"), findMitigation("resilient")];
  const cell = { members: 3, family: 4, connections: 200 } as const;
  const { file } = cellCase({ cause, mitigation, cell }, { cells, topologies: "topologies" });
  expect(readFileSync(file, "utf8")).toMatch(/that: fates\n\s+of: judged\n\s+own: 0\.3333/);
});
