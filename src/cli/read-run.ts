import { existsSync } from "node:fs";
import { join } from "node:path";
import { ShiftError } from "../core/index.js";
import { RUN_FILE } from "../run/index.js";
import { type RunDocument, readDocument, runDocumentSchema } from "../verdict/index.js";
import { MATRIX_FILE } from "./read-matrix.js";

/** The run of a run folder. @throws ShiftError E_FILE; E_USAGE where a matrix ran nothing, since all its cells were known. */
export function readRun(folder: string): RunDocument {
  const file = join(folder, RUN_FILE);
  if (!existsSync(file) && existsSync(join(folder, MATRIX_FILE))) {
    throw new ShiftError({
      code: "E_USAGE",
      message: `${folder} has a matrix that ran no cell, and so no run of its own`,
      hint: `open ${join(folder, "matrix.html")}: its last table links the captures of every cell`,
    });
  }
  return readDocument(file, runDocumentSchema, "run document");
}
