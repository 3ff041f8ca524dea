import { FATES } from "../core/index.js";
import type { FateCounts } from "../matrix/index.js";
import { type CellSpec, fateCounts, theoryOf } from "../matrix/index.js";
import type { PlannedCase } from "../run/index.js";
import type { CaseResult } from "../verdict/index.js";

const NAME_WIDTH = 28;
const COLUMN_WIDTH = 19;

/** Cells beside each other, each fate with its count and what theory says of it. */
export function cellTable(
  cells: readonly { spec: CellSpec; planned: PlannedCase }[],
  { cases }: { cases: readonly CaseResult[] },
): string {
  const head = ["", ...FATES].map((text, index) => text.padEnd(index ? COLUMN_WIDTH : NAME_WIDTH));
  const rows = cells.map(({ spec, planned }) => {
    const result = cases.find(({ name }) => name === planned.scenario.name);
    const counts = result && fateCounts(result);
    const name = spec.mitigation ? `with ${spec.mitigation.id}` : `${spec.cause.id} alone`;
    return name.padEnd(NAME_WIDTH) + (counts ? row(spec, counts) : "not known, see above");
  });
  return `\n${[head.join(""), ...rows].map((line) => line.trimEnd()).join("\n")}\n`;
}

function row(spec: CellSpec, counts: FateCounts): string {
  const theory = theoryOf(spec);
  return FATES.map((fate) =>
    `${counts[fate]} (theory ${(theory[fate] * spec.cell.connections).toFixed(0)})`.padEnd(
      COLUMN_WIDTH,
    ),
  ).join("");
}
