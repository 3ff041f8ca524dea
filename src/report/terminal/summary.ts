import { formatDuration, percent, printable } from "../../core/index.js";
import type { CaseResult, RunDocument } from "../../verdict/index.js";
import { decidedBy, reasonsOf, sharesOutside, theoryText } from "../readings.js";
import {
  familyName,
  intervalText,
  outcomesText,
  tally,
  tallyText,
  VERDICT_MARKS,
} from "../words.js";
import { type Paint, VERDICT_FORMATS } from "./style.js";
import { type Cell, tableLines } from "./table.js";

/**
 * What a person reads when a run has ended: a table of the cases, shares that theory is outside of, why the others did
 * not pass, the verdict, and where the run folder is.
 * @param columns width to keep to; only the last column, what decided, gives way
 */
export function summaryLines(
  document: RunDocument,
  runFolder: string,
  paint: Paint,
  columns: number,
): string[] {
  return [
    "",
    ...caseTable(document.cases, paint, columns),
    ...outside(document.cases, paint),
    ...document.cases.filter(({ verdict }) => verdict !== "pass").flatMap((c) => why(c, paint)),
    ...document.errors.flatMap((error) => errorLines(error, paint)),
    "",
    verdictLine(document, paint),
    `run folder: ${printable(runFolder)}`,
  ];
}

function caseTable(cases: readonly CaseResult[], paint: Paint, columns: number): string[] {
  const dim = (text: string) => paint(["dim"], text);
  const head = ["case", "family", "verdict", "all connections", "time", "decided by"];
  const rows = cases.map((result): Cell[] => [
    { text: printable(result.name) },
    { text: familyName(result.family) },
    verdictCell(result, paint),
    { text: outcomesText(result.connections) },
    { text: formatDuration(result.durationMs), paint: dim },
    { text: printable(decidedBy(result)) },
  ]);
  return tableLines([head.map((text) => ({ text, paint: dim })), ...rows], columns);
}

function verdictCell({ verdict }: CaseResult, paint: Paint): Cell {
  return {
    text: `${VERDICT_MARKS[verdict]} ${verdict}`,
    paint: (text) => paint(VERDICT_FORMATS[verdict], text),
  };
}

function outside(cases: readonly CaseResult[], paint: Paint): string[] {
  const lines = cases.flatMap((result) =>
    sharesOutside(result).map((share) => {
      const { label, count, total, interval } = share;
      const measured = `${count} of ${total}, ${percent(share.share)}, interval ${intervalText(interval)}`;
      return `  ${printable(`${result.name} ${familyName(result.family)}: ${label}: ${measured}, theory ${theoryText(share)}`)}`;
    }),
  );
  if (lines.length === 0) return [];
  const head = "theory outside of the 95 % interval (by chance, one share of twenty is):";
  return ["", paint(["yellow"], head), ...lines];
}

function why(result: CaseResult, paint: Paint): string[] {
  const { verdict, name, family } = result;
  return [
    "",
    paint(VERDICT_FORMATS[verdict], `${verdict} ${printable(name)} ${familyName(family)}`),
    ...reasonsOf(result).map((reason) => `  ${printable(reason)}`),
  ];
}

function errorLines(error: RunDocument["errors"][number], paint: Paint): string[] {
  const hint = error.hint === undefined ? [] : [`  hint: ${printable(error.hint)}`];
  return [
    "",
    `${paint(["bold", "red"], printable(error.code))}: ${printable(error.message)}`,
    ...hint,
  ];
}

function verdictLine(document: RunDocument, paint: Paint): string {
  const { verdict, cases } = document;
  const word = paint(VERDICT_FORMATS[verdict], `${VERDICT_MARKS[verdict]} ${verdict}`);
  const counts = tallyText(tally(cases, (result) => result.verdict));
  return `${word}: ${counts} in ${formatDuration(document.durationMs)}`;
}
