import { Command } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { mergeShards } from "../matrix/index.js";
import { makeRunFolder, pointLatest } from "../run/index.js";
import { finishMatrix } from "./matrix-end.js";
import { options } from "./options.js";
import { readMatrix } from "./read-matrix.js";

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
