import { expect, test } from "vitest";
import { causes, JUDGED } from "../catalogue/index.js";
import { FATES } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import type { CaseResult } from "../verdict/index.js";
import { cellTable } from "./cell-table.js";

test("each fate stands below its name, and no line ends in blanks", () => {
  const [cause] = causes;
  if (!cause) throw new RangeError("no cause is known");
  const connections = FATES.map((fate) => ({ traffic: JUDGED, fate }));
  const cell = { members: 3, family: 4, connections: connections.length } as const;
  const table = cellTable(
    [
      {
        spec: { cause, mitigation: undefined, cell },
        planned: { scenario: { name: "one" } } as PlannedCase,
      },
    ],
    { cases: [{ name: "one", connections } as CaseResult] },
  );
  const [, head = "", row = ""] = table.split("\n");
  for (const fate of FATES) expect(row.slice(head.indexOf(fate))).toMatch(/^1 \(theory \d\)/);
  expect(table).not.toMatch(/ $/m);
});
