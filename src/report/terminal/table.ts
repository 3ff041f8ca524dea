import { cut } from "../words.js";

/** One cell: its text, and how it is painted once it has its width. */
export interface Cell {
  text: string;
  paint?: (text: string) => string;
}

const GAP = "  ";
const NARROWEST = 24;

/**
 * Lines of a table whose columns are as wide as their widest cell.
 * Where that is wider than `columns`, the texts of the last column are cut, but never below what still says something.
 */
export function tableLines(rows: readonly Cell[][], columns: number): string[] {
  const widths = columnWidths(rows);
  const last = widths.pop() ?? 0;
  const before = widths.reduce((sum, width) => sum + width + GAP.length, 0);
  widths.push(Math.min(last, Math.max(NARROWEST, columns - before)));
  return rows.map((row) =>
    row
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        const text = cut(cell.text, width);
        const painted = cell.paint ? cell.paint(text) : text;
        return index === row.length - 1 ? painted : painted + " ".repeat(width - text.length);
      })
      .join(GAP),
  );
}

/**
 * The lines of a table in blocks that are as wide as `columns` at most, with nothing cut: the first column stands in each
 * of them, and where another one does not fit beside it, that one is alone with it.
 */
export function tableBlocks(rows: readonly Cell[][], columns: number): string[][] {
  const [head = 0, ...others] = columnWidths(rows);
  const blocks: number[][] = [];
  let used = 0;
  others.forEach((width, index) => {
    used += GAP.length + width;
    if (blocks.length === 0 || used > columns) {
      blocks.push([0]);
      used = head + GAP.length + width;
    }
    blocks.at(-1)?.push(index + 1);
  });
  return blocks.map((block) => {
    const chosen = rows.map((row) => block.map((at) => row[at] ?? { text: "" }));
    return tableLines(chosen, Number.POSITIVE_INFINITY);
  });
}

function columnWidths(rows: readonly Cell[][]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.text.length);
    });
  }
  return widths;
}
