import { Command } from "@commander-js/extra-typings";
import { compareMatrices } from "../matrix/index.js";
import { EXIT } from "./exit.js";
import { readMatrix } from "./matrix-merge.js";

/** `matrix agree`: whether two matrices, such as those of the two drivers, say the same. */
export function matrixAgreeCommand() {
  return new Command("agree")
    .description("compare two matrices cell by cell, such as those of the two drivers")
    .argument("<folder>", "folder with a matrix.json")
    .argument("<other>", "another one")
    .action((folder, other) => {
      const { agree, differ, unknown } = compareMatrices(readMatrix(folder), readMatrix(other));
      const said = differ.map(
        ({ cell, other: beside }) =>
          `${cell.id}: ${cell.verdict}, ${cell.survived} of ${cell.connections} survived, or ${beside.verdict}, ${beside.survived} of ${beside.connections}\n`,
      );
      process.stdout.write(
        `${said.join("")}${agree.length} cells agree, ${differ.length} differ; ${unknown.length} were not judged in both\n`,
      );
      if (differ.length > 0) process.exitCode = EXIT.fail;
      else if (agree.length === 0) process.exitCode = EXIT.inconclusive;
    });
}
