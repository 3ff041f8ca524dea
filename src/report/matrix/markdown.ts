import { errorSection } from "../markdown/errors.js";
import { cellCode, code, inline, table } from "../markdown/escape.js";
import { familyName } from "../words.js";
import {
  about,
  CELL_MARKS,
  cellText,
  columnsOf,
  type MatrixCell,
  type MatrixDocument,
  notable,
  rowsOf,
  USER_CAPTION,
  userCells,
} from "./readings.js";

/** The matrix as Markdown. */
export function renderMatrixMarkdown(document: MatrixDocument): string {
  return `${["# anycast-shift: matrix", ...matrixSections(document)].join("\n\n")}\n`;
}

/** The heat table in numbers, what is not as expected, and what each mitigation costs, as Markdown blocks. */
export function matrixSections(document: MatrixDocument): string[] {
  return [
    `${code(document.command)}: ${inline(about(document))} Lost connections, and in brackets theory:`,
    matrixTable(document),
    ...errorSection("matrix", document.errors),
    ...users(document),
    ...reasons(notable(document)),
    ...costs(document),
  ];
}

/** Lost connections of every cell, measured and by theory. */
function matrixTable(document: MatrixDocument): string {
  const columns = columnsOf(document);
  const { members, families } = document.inputs;
  const rows = rowsOf(document).map((row) => [
    cellCode(row.cause),
    ...(members.length > 1 ? [String(row.members)] : []),
    ...(families.length > 1 ? [familyName(row.family)] : []),
    ...row.cells.map(cellText),
  ]);
  const head = [
    "cause",
    ...(members.length > 1 ? ["members"] : []),
    ...(families.length > 1 ? ["family"] : []),
    ...columns.map(({ id }) => cellCode(id)),
  ];
  return table(head, rows);
}

function users(document: MatrixDocument): string[] {
  const rows = userCells(document).map(({ id, user, verdict }) => [
    cellCode(id),
    `${user.broke} of ${user.transfers}`,
    `${user.whole} of ${user.transfers} ${CELL_MARKS[verdict]}`,
    String(user.connections - user.transfers),
  ]);
  if (rows.length === 0) return [];
  const head = ["cell", "transfers that broke", "arrived whole", "connections more"];
  return ["## What the user sees", `${USER_CAPTION}.`, table(head, rows)];
}

function reasons(cells: readonly MatrixCell[]): string[] {
  if (cells.length === 0) return [];
  const rows = cells.map((cell) => [
    cellCode(cell.id),
    cell.verdict,
    inline(cell.reasons.join("; ")),
  ]);
  return ["## Not as expected, or not run", table(["cell", "verdict", "why"], rows)];
}

function costs({ cells, mitigations }: MatrixDocument): string[] {
  const rows = mitigations.map(({ id, name }) => {
    const cell = cells.find(({ mitigation }) => mitigation === id);
    return [
      `${cellCode(id)}: ${inline(name)}`,
      inline(cell?.cost ?? ""),
      inline(cell?.breaks ?? ""),
    ];
  });
  return rows.length > 0
    ? ["## What a mitigation costs", table(["mitigation", "cost", "what it leaves worse"], rows)]
    : [];
}
