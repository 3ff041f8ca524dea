import { formatDuration, plural, printable } from "../../core/index.js";
import { tableBlocks } from "../terminal/table.js";
import { tally, tallyText } from "../words.js";
import {
  cellText,
  columnsOf,
  type MatrixDocument,
  notable,
  rowsOf,
  USER_CAPTION,
  userCells,
} from "./readings.js";

// Rows of why; the rest stands in the files.
const MOST_REASONS = 12;

/** What a person reads when a matrix has ended: lost connections of each cell, what is not as expected, the count. */
export function matrixScreen(document: MatrixDocument, columns: number): string {
  const heads = columnsOf(document);
  const rows = rowsOf(document).map(({ cause, members, family, cells }) => [
    `${cause} N=${members} v${family}`,
    ...cells.map(cellText),
  ]);
  const table = [["lost (theory)", ...heads.map(({ id }) => id)], ...rows].map((row) =>
    row.map((text) => ({ text })),
  );
  const strange = notable(document).filter(({ verdict }) => verdict !== "not applicable");
  const why = strange.map(({ id, verdict, reasons }) => `${id}: ${verdict}: ${reasons.join("; ")}`);
  const users = userCells(document).map(
    ({ id, user }) =>
      `${id}: ${user.whole} of ${user.transfers} transfers arrived whole, ${user.broke} broke`,
  );
  const counts = tallyText(tally(document.cells, ({ verdict }) => verdict));
  const lines = [
    "",
    ...tableBlocks(table, columns).flatMap((block, index) => (index > 0 ? ["", ...block] : block)),
    ...(users.length > 0 ? ["", `${USER_CAPTION}:`, ...users] : []),
    ...(why.length > 0 ? ["", ...why.slice(0, MOST_REASONS)] : []),
    ...(why.length > MOST_REASONS ? [`… and ${why.length - MOST_REASONS} more`] : []),
    ...document.errors.map(({ code, message }) => `${code}: ${message}`),
    "",
    `${plural(document.cells.length, "cell")}: ${counts}; ${formatDuration(document.seconds * 1000)}`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
