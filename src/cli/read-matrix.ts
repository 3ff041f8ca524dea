import { statSync } from "node:fs";
import { join } from "node:path";
import { type MatrixDocument, matrixDocumentSchema } from "../matrix/index.js";
import { readDocument } from "../verdict/index.js";

/** Where the document of a matrix stands in its folder. */
export const MATRIX_FILE = "matrix.json";

/** The matrix of a folder with a matrix.json, or of such a file itself. @throws ShiftError E_FILE. */
export function readMatrix(path: string): MatrixDocument {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return readDocument(isFolder ? join(path, MATRIX_FILE) : path, matrixDocumentSchema, "matrix");
}
