import { expect, test } from "vitest";
import { findCause, findMitigation, JUDGED } from "../catalogue/index.js";
import { FATES } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import type { CaseResult } from "../verdict/index.js";
import { cellTable } from "./cell-table.js";

const spec = {
  cause: findCause("withdraw-first"),
  mitigation: undefined,
  cell: { members: 3, family: 4, connections: 30 },
} as const;
const planned = (name: string) => ({ scenario: { name } }) as PlannedCase;

test("each count stands beside theory below its name, and no line ends in blanks", () => {
  const counts = { own: 9, collateral: 6, stalled: 1, survived: 14 };
  const connections = FATES.flatMap((fate) =>
    Array.from({ length: counts[fate] }, () => ({ traffic: JUDGED, fate })),
  );
  const mitigated = { ...spec, mitigation: findMitigation("resilient") };
  const table = cellTable(
    [
      { spec, planned: planned("one") },
      { spec: mitigated, planned: planned("another") },
    ],
    { cases: [{ name: "one", connections } as CaseResult] },
  );
  const [, head = "", bare = "", unknown] = table.split("\n");
  expect(bare).toMatch(/^withdraw-first alone /);
  expect(unknown).toMatch(/^with resilient +not known, see above$/);
  // Of three members the first is lost: a third is its own, and half of another third moves.
  const theory = { own: 10, collateral: 5, stalled: 0, survived: 15 };
  for (const fate of FATES) {
    const below = bare.slice(head.indexOf(fate));
    expect(below.startsWith(`${counts[fate]} (theory ${theory[fate]})`), fate).toBe(true);
  }
  expect(table).not.toMatch(/ $/m);
});
