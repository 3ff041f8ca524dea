import { statSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { type MatrixDocument, matrixDocumentSchema, mergeShards } from "../matrix/index.js";
import { makeRunFolder, pointLatest } from "../run/index.js";
import { readDocument } from "../verdict/index.js";
import { finishMatrix } from "./matrix-end.js";
import { options } from "./options.js";

/** Where the document of a matrix stands in its folder. */
export const MATRIX_FILE = "matrix.json";

/** `matrix merge`: the shards of one matrix, judged together. */
export function matrixMergeCommand() {
  return new Command("merge")
    .description("put the shards of one matrix together, and judge all cells together")
    .argument("<folder...>", "folders of the shards, each with its matrix.json")
    .addOption(options.results())
    .addOption(options.json("the matrix document"))
    .action((folders, { results, json }) => {
      const shards = folders.map((folder) => ({ file: folder, document: readMatrix(folder) }));
      const [first, ...others] = shards;
      if (!first) throw new ShiftError({ code: "E_USAGE", message: "there is nothing to merge" });
      const document = mergeShards([first, ...others]);
      const folder = makeRunFolder(results, "matrix", new Date());
      const astray = pointLatest(folder);
      if (astray) process.stderr.write(`${astray}\n`);
      process.exitCode = finishMatrix(document, folder, json);
    });
}

/** The matrix of a folder with a matrix.json, or of such a file itself. @throws ShiftError E_FILE. */
export function readMatrix(path: string): MatrixDocument {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return readDocument(isFolder ? join(path, MATRIX_FILE) : path, matrixDocumentSchema, "matrix");
}
