import { join } from "node:path";
import { writeReportFile } from "../write-file.js";
import { renderMatrixCsv } from "./csv.js";
import { renderMatrixMarkdown } from "./markdown.js";
import { renderMatrixHtml } from "./page.js";
import type { MatrixDocument } from "./readings.js";

const FILES: Record<string, (document: MatrixDocument) => string> = {
  "matrix.json": (document) => `${JSON.stringify(document, null, 1)}\n`,
  "matrix.html": renderMatrixHtml,
  "matrix.md": renderMatrixMarkdown,
  "matrix.csv": renderMatrixCsv,
};
const HINT = "once there is room for it, the same command writes it without running a cell again";

/** Writes the files of a matrix into a folder, each whole or not at all. @throws ShiftError E_DISK. */
export async function writeMatrix(document: MatrixDocument, folder: string): Promise<void> {
  for (const [name, render] of Object.entries(FILES)) {
    await writeReportFile(join(folder, name), render(document), HINT);
  }
}
