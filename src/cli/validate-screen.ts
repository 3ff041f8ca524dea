import { printable } from "../core/index.js";
import { boundText, type ValidatedPlan } from "../matrix/index.js";
import { comparisonLines, comparisonTable } from "../report/index.js";

const NAME_WIDTH = 22;
const COLUMN_WIDTH = 12;

/** A plan for a person: both runs side by side, what the mitigation saves and costs, the bounds, the verdict. */
export function validateScreen(plan: ValidatedPlan): string {
  const { scenario, family, mitigation, bounds, open, verdict, reasons } = plan;
  const { head, rows } = comparisonTable(plan);
  const line = ([name = "", ...cells]: readonly string[]) =>
    name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join("");
  const lines = [
    "",
    `${scenario} IPv${family}: ${mitigation}`,
    line(head),
    ...rows.map(line),
    ...comparisonLines(plan),
    ...bounds.map((result) => {
      const { text, evidence } = boundText(result);
      return `${text}: ${result.holds ? "holds" : "BROKEN"}, ${evidence}`;
    }),
    ...open.map((text) => `${text}: not known`),
    `verdict: ${verdict}`,
    ...reasons.map((reason) => `  ${reason}`),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
