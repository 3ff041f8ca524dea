import { formatDuration } from "../../core/index.js";
import type { CaseResult, RunDocument } from "../../verdict/index.js";
import { decidedBy } from "../readings.js";
import { familyName, hostFacts, outcomesText, VERDICT_MARKS } from "../words.js";
import { errorSection } from "./errors.js";
import { cellCode, code, inline, table } from "./escape.js";
import { caseSection } from "./section.js";

/** The run as Markdown: an overview, then a section for each case, then the host. */
export function renderMarkdown(document: RunDocument): string {
  const { verdict } = document;
  const sections = [
    `# anycast-shift: ${VERDICT_MARKS[verdict]} ${verdict}`,
    [
      `Run ${code(document.id)}: ${code(document.command)}, driver ${inline(document.driver)},`,
      `started ${inline(document.startedAt)}, took ${formatDuration(document.durationMs)}.`,
      ...judgedAgain(document),
    ].join(" "),
    overview(document.cases),
    ...errorSection("run", document.errors),
    ...document.cases.flatMap(caseSection),
    "## Host",
    hostTable(document.host),
  ];
  return `${sections.join("\n\n")}\n`;
}

function judgedAgain({ judgedAgain: again }: RunDocument): string[] {
  return again ? [`Judged again ${inline(again.at)} by ${code(again.program)}.`] : [];
}

function overview(cases: readonly CaseResult[]): string {
  if (cases.length === 0) return "No case was run.";
  return table(
    ["case", "family", "verdict", "all connections", "decided by", "time"],
    cases.map((result) => [
      inline(result.name),
      familyName(result.family),
      `${VERDICT_MARKS[result.verdict]} ${result.verdict}`,
      outcomesText(result.connections),
      inline(decidedBy(result)),
      formatDuration(result.durationMs),
    ]),
  );
}

function hostTable(host: RunDocument["host"]): string {
  return table(
    ["fact", "value"],
    hostFacts(host).map(([fact, value]) => [inline(fact), cellCode(value)]),
  );
}
