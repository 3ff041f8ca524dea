import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { messageOf, ShiftError } from "../core/index.js";
import { type MatrixDocument, matrixDocumentSchema, mergeShards } from "../matrix/index.js";
import { makeRunFolder } from "../run/index.js";
import { finishMatrix } from "./matrix-end.js";
import { options } from "./options.js";

const FILE = "matrix.json";

/** `matrix merge`: the shards of one matrix, judged together. */
export function matrixMergeCommand() {
  return new Command("merge")
    .description("put the shards of one matrix together, and judge all cells together")
    .argument("<folder...>", "folders of the shards, each with its matrix.json")
    .addOption(options.results())
    .addOption(options.json("the matrix document"))
    .action(async (folders, { results, json }) => {
      const shards = folders.map((folder) => ({ file: folder, document: readMatrix(folder) }));
      const [first, ...others] = shards;
      if (!first) throw new ShiftError({ code: "E_USAGE", message: "there is nothing to merge" });
      const document = mergeShards([first, ...others]);
      const folder = makeRunFolder(results, "matrix", new Date());
      process.exitCode = await finishMatrix(document, folder, json);
    });
}

/** The document of a folder, or a file itself. @throws ShiftError E_FILE. */
export function readMatrix(path: string): MatrixDocument {
  const file = existsSync(join(path, FILE)) ? join(path, FILE) : path;
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const message = `cannot read ${file}: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_FILE", message, cause });
  }
  const parsed = matrixDocumentSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ShiftError({
    code: "E_FILE",
    message: `${file} is no matrix of this version: ${parsed.error.issues[0]?.message}`,
  });
}
