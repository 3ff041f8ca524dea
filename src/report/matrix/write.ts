import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { writeWhole } from "../../disk/index.js";
import { encodedPath } from "../html/file-link.js";
import { renderMatrixCsv } from "./csv.js";
import { renderMatrixMarkdown } from "./markdown.js";
import { renderMatrixHtml } from "./page.js";
import type { LinkToCaptures, MatrixDocument } from "./readings.js";

const FILES: Record<string, (document: MatrixDocument, folder: string) => string> = {
  "matrix.json": (document) => `${JSON.stringify(document, null, 1)}\n`,
  "matrix.html": (document, folder) => renderMatrixHtml(document, capturesFrom(folder)),
  "matrix.md": renderMatrixMarkdown,
  "matrix.csv": renderMatrixCsv,
};
const HINT = "once there is room for it, the same command writes it without running a cell again";

/** Writes the files of a matrix into a folder, each whole or not at all. @throws ShiftError E_DISK. */
export function writeMatrix(document: MatrixDocument, folder: string): void {
  for (const [name, render] of Object.entries(FILES)) {
    writeWhole(join(folder, name), render(document, folder), HINT);
  }
}

/** Where the captures of a repetition are, seen from a folder; not there are those of another machine's shard. */
function capturesFrom(folder: string): LinkToCaptures {
  return (run) => {
    const captures = join(run.folder, "captures", run.case);
    if (!existsSync(captures)) return undefined;
    const path = relative(folder, captures);
    // The folder is also opened by its other name, results/latest, and beside that no other run stands.
    return path.startsWith("..") ? pathToFileURL(captures).href : encodedPath(path);
  };
}
