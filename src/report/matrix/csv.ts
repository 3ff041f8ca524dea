import { FATES } from "../../core/index.js";
import type { MatrixCell, MatrixDocument } from "./readings.js";

const COLUMNS: readonly (readonly [string, (cell: MatrixCell) => string | number | null])[] = [
  ["cause", ({ cause }) => cause],
  ["mitigation", ({ mitigation }) => mitigation],
  ["members", ({ members }) => members],
  ["family", ({ family }) => family],
  ["connections", ({ connections }) => connections],
  ...FATES.map((fate) => [fate, (cell: MatrixCell) => cell[fate]] as const),
  ...FATES.map(
    (fate) => [`expected_${fate}`, (cell: MatrixCell) => round(cell.expected?.[fate])] as const,
  ),
  ...FATES.flatMap((fate) => [
    [`${fate}_low`, (cell: MatrixCell) => round(cell.interval?.[fate][0])] as const,
    [`${fate}_high`, (cell: MatrixCell) => round(cell.interval?.[fate][1])] as const,
  ]),
  ["p", ({ p }) => p],
  ["verdict", ({ verdict }) => verdict],
  ["seconds", ({ seconds }) => Number(seconds.toFixed(2))],
  ["reasons", ({ reasons }) => reasons.join("; ")],
];

/** The cells as CSV (RFC 4180): one a line, shares as numbers from 0 to 1. */
export function renderMatrixCsv({ cells }: MatrixDocument): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...cells.map((cell) => COLUMNS.map(([, value]) => field(value(cell)))),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

function round(share: number | undefined): number | null {
  return share === undefined ? null : Number(share.toFixed(6));
}

function field(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
