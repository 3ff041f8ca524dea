import { type Family, plural } from "../core/index.js";
import { boundText, type Validation } from "../matrix/index.js";
import { FATES } from "../verdict/index.js";

const NAME_WIDTH = 22;
const COLUMN_WIDTH = 12;

/** What is said of a plan in one family. */
export interface ValidatedPlan extends Validation {
  scenario: string;
  family: Family;
  mitigation: string;
  cost: string;
  /** Causes of the catalogue that the mitigation does not help against; null for a mitigation of one's own. */
  notAgainst: string[] | null;
}

/** A plan for a person: both runs side by side, what the mitigation saves and costs, the bounds, the verdict. */
export function validateScreen(plan: ValidatedPlan): string {
  const { scenario, family, mitigation, cost, saved, fewer, notAgainst, bounds, verdict, reasons } =
    plan;
  const row = (name: string, cells: readonly (string | number)[]) =>
    name.padEnd(NAME_WIDTH) + cells.map((cell) => String(cell).padStart(COLUMN_WIDTH)).join("");
  const tally = (name: string, side: ValidatedPlan["with"]) =>
    side
      ? row(name, [...FATES.map((fate) => side.counts[fate]), side.connections])
      : row(name, ["not known"]);
  return `${[
    "",
    `${scenario} IPv${family}: ${mitigation}`,
    row("", [...FATES, "of"]),
    tally("without the mitigation", plan.without),
    tally("with the mitigation", plan.with),
    ...(plan.without && plan.with
      ? [
          `saved: ${saved === null ? "none in all that chance does not explain" : plural(saved, "connection")}`,
          ...Object.entries(fewer).map(
            ([way, count]) =>
              `${Math.abs(count)} ${count < 0 ? "more" : "fewer"} are lost as ${way}`,
          ),
        ]
      : []),
    ...(cost ? [`cost: ${cost}`] : []),
    notAgainst === null
      ? "a mitigation of your own: it was tried against this plan alone"
      : `does not help against: ${notAgainst.join(", ") || "none of the catalogue's causes"}`,
    ...bounds.map((result) => {
      const { text, evidence } = boundText(result);
      return `${text}: ${result.holds ? "holds" : "BROKEN"}, ${evidence}`;
    }),
    `verdict: ${verdict}`,
    ...reasons.map((reason) => `  ${reason}`),
  ].join("\n")}\n`;
}
