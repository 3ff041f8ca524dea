import type { Comparison } from "../../verdict/index.js";
import { comparisonLines, comparisonTable } from "../comparison.js";
import { DataTable } from "./data-table.js";

/** A plan with its mitigation beside the same plan without it. */
export function ComparisonSection({ comparison }: { comparison: Comparison }) {
  const { head, rows } = comparisonTable(comparison);
  const columns = head.map((name, column) => ({
    head: name,
    kind: column > 0 ? ("number" as const) : ("text" as const),
    cell: (row: string[]) => row[column],
  }));
  return (
    <>
      <h3>What the mitigation saves</h3>
      <DataTable
        caption={`${comparison.mitigation}: what became of the connections`}
        columns={columns}
        rows={rows}
      />
      <ul class="plain">
        {comparisonLines(comparison).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p class="note">
        own: broke with its own device lost; collateral: broke with a healthy one; stalled: no
        answer and no reset.
      </p>
    </>
  );
}
