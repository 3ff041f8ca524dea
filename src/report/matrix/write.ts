import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, ShiftError } from "../../core/index.js";
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

/** Writes the files of a matrix into a folder. @throws ShiftError E_DISK. */
export async function writeMatrix(document: MatrixDocument, folder: string): Promise<void> {
  for (const [name, render] of Object.entries(FILES)) {
    const file = join(folder, name);
    try {
      await writeFile(file, render(document));
    } catch (cause) {
      const message = `cannot write ${file}: ${messageOf(cause)}`;
      throw new ShiftError({ code: "E_DISK", message, cause });
    }
  }
}
