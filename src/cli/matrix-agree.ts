import { Command } from "@commander-js/extra-typings";
import { printable } from "../core/index.js";
import { compareMatrices } from "../matrix/index.js";
import { EXIT } from "./exit.js";
import { readMatrix } from "./read-matrix.js";

/** `matrix agree`: whether two matrices, such as those of the two drivers, say the same. */
export function matrixAgreeCommand() {
  return new Command("agree")
    .description("compare two matrices cell by cell, such as those of the two drivers")
    .argument("<folder>", "folder with a matrix.json")
    .argument("<other>", "another one")
    .action((folder, other) => {
      const compared = compareMatrices(readMatrix(folder), readMatrix(other));
      process.stdout.write(agreeText(compared));
      const { agree, differ } = compared;
      if (differ.length > 0) process.exitCode = EXIT.fail;
      else if (agree.length === 0) process.exitCode = EXIT.inconclusive;
    });
}

/** What came of the comparison, as people read it. */
export function agreeText({ agree, differ, unknown }: ReturnType<typeof compareMatrices>): string {
  const lines = [
    ...differ.map(
      ({ cell, other }) =>
        `${cell.id}: ${cell.verdict}, ${cell.survived} of ${cell.connections} survived, or ${other.verdict}, ${other.survived} of ${other.connections}`,
    ),
    `${agree.length} cells agree, ${differ.length} differ; ${unknown.length} were not judged in both`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
