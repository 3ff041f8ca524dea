import { percent, plural } from "../../core/index.js";
import type { MatrixCell, MatrixDocument, UserView } from "../../matrix/index.js";
import { familyName, intervalText } from "../words.js";

export type { MatrixCell, MatrixDocument };

/** URL of the folder with the captures of a repetition; undefined where it is not there. */
export type LinkToCaptures = (run: MatrixCell["runs"][number]) => string | undefined;

/** The word and the sign of a cell's verdict, so that no report tells it by colour alone. */
export const CELL_MARKS: Record<MatrixCell["verdict"], string> = {
  "as expected": "✓",
  better: "▲",
  worse: "▼",
  inconclusive: "?",
  "not applicable": "–",
  "not possible": "×",
};

/** A row of the heat table: one cause with so many members, in one family. */
export interface HeatRow {
  cause: string;
  name: string;
  members: number;
  family: 4 | 6;
  /** One for each column; undefined where the document has no such cell. */
  cells: (MatrixCell | undefined)[];
}

/** The mitigations in the order of columns; the first is `none`. */
export function columnsOf({ cells, mitigations }: MatrixDocument): { id: string; name: string }[] {
  const without = cells.some(({ mitigation }) => mitigation === "none");
  // What changes nothing for TCP is no column of lost connections: it has a table of its own.
  const forTcp = mitigations.filter(
    ({ id }) => !cells.some(({ mitigation, user }) => mitigation === id && user),
  );
  return [...(without ? [{ id: "none", name: "without any" }] : []), ...forTcp];
}

/** The rows of the heat table. */
export function rowsOf(document: MatrixDocument): HeatRow[] {
  const columns = columnsOf(document);
  const rows = new Map<string, HeatRow>();
  for (const cell of document.cells) {
    const key = `${cell.cause} ${cell.members} ${cell.family}`;
    const row = rows.get(key) ?? emptyRow(cell, document, columns.length);
    rows.set(key, row);
    const column = columns.findIndex(({ id }) => id === cell.mitigation);
    if (column >= 0) row.cells[column] = cell;
  }
  return [...rows.values()];
}

function emptyRow(
  { cause, members, family }: MatrixCell,
  { causes }: MatrixDocument,
  columns: number,
): HeatRow {
  const name = causes.find(({ id }) => id === cause)?.name ?? cause;
  return { cause, name, members, family, cells: Array.from({ length: columns }, () => undefined) };
}

/** The part of the connections that did not survive; undefined where that is not known. */
export function lostShare({ survived, connections }: MatrixCell): number | undefined {
  return survived === null ? undefined : (connections - survived) / connections;
}

/** What theory says of the part that does not survive; a dash for a cell that was not run. */
export function theoryText({ expected }: MatrixCell): string {
  return expected ? percent(1 - expected.survived) : "–";
}

/** The verdict as it stands beside a number: a mark alone where all is as expected. */
export function verdictText({ verdict }: MatrixCell): string {
  return verdict === "as expected" ? CELL_MARKS[verdict] : `${CELL_MARKS[verdict]} ${verdict}`;
}

/** A cell in one short text, theory in brackets: `50.5 % ✓ (50.0 %)`, or why there is no number. */
export function cellText(cell: MatrixCell | undefined): string {
  if (!cell) return "";
  const lost = lostShare(cell);
  const word = verdictText(cell);
  return lost === undefined ? word : `${percent(lost)} ${word} (${theoryText(cell)})`;
}

/** The 95 % interval of the part that did not survive. */
export function lostInterval({ interval }: MatrixCell): string {
  if (!interval) return "";
  const [low, high] = interval.survived;
  return intervalText([1 - high, 1 - low]);
}

/** Cells that somebody should read about: not as expected, or not run. */
export function notable({ cells }: MatrixDocument): MatrixCell[] {
  return cells.filter(({ verdict }) => verdict !== "as expected");
}

/** Cells with what a user sees, each with its broken transfers and whether all arrived whole. */
export function userCells({ cells }: MatrixDocument): (MatrixCell & { user: UserView })[] {
  return cells.flatMap((cell) => (cell.user ? [{ ...cell, user: cell.user }] : []));
}

export const USER_CAPTION =
  "What the user sees, where the client tries again: the connections break as without any mitigation";

/** How a document is told: driver, members and so on, in one sentence. */
export function about({ driver, inputs, host, program, seconds }: MatrixDocument): string {
  const members = inputs.members.join(", ");
  const families = inputs.families.map(familyName).join(" and ");
  const each = inputs.repeat > 1 ? `${inputs.repeat} times ` : "";
  return `${families}, ${members} members, ${each}${plural(inputs.connections, "connection")} a cell; driver ${driver}, ${host.kernel}, anycast-shift ${program}; ${(seconds / 60).toFixed(1)} minutes.`;
}
