import { join } from "node:path";
import type { MatrixDocument } from "../matrix/index.js";
import { matrixScreen, writeMatrix } from "../report/index.js";
import { EXIT, exitCodeOfErrors } from "./exit.js";
import { tellFolder } from "./tell-folder.js";

/** Writes the files of a matrix and prints what came out, and where it is; returns the exit code. */
export function finishMatrix(document: MatrixDocument, folder: string, json: boolean): number {
  writeMatrix(document, folder);
  const columns = process.stdout.columns || Number.POSITIVE_INFINITY;
  process.stdout.write(
    json
      ? `${JSON.stringify(document, null, 1)}\n`
      : `${matrixScreen(document, columns)}${join(folder, "matrix.html")}\n`,
  );
  if (json) tellFolder(folder);
  return exitCodeOfMatrix(document);
}

/**
 * A cell that is worse than theory fails; one that nobody can judge is inconclusive, and so is a matrix of which this host
 * can run nothing.
 */
export function exitCodeOfMatrix({ cells, errors }: MatrixDocument): number {
  const verdicts = new Set(cells.map(({ verdict }) => verdict));
  const isJudged = verdicts.has("as expected") || verdicts.has("better");
  const provesNothing = verdicts.has("not possible") && !isJudged;
  const code = verdicts.has("worse")
    ? EXIT.fail
    : verdicts.has("inconclusive") || provesNothing
      ? EXIT.inconclusive
      : EXIT.pass;
  return exitCodeOfErrors(errors, code);
}
