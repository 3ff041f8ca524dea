import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { writeWhole } from "../disk/index.js";
import { holdToPlan, type MatrixDocument, rejudgedMatrix } from "../matrix/index.js";
import { createReporter, writeMatrix, writeReports } from "../report/index.js";
import { programVersion, RUN_FILE, writeRunDocument } from "../run/index.js";
import type { Scenario } from "../scenario/index.js";
import { type CaseResult, judgeAgain, type RunDocument, verdictOf } from "../verdict/index.js";
import { EXIT, exitCodeOfRun } from "./exit.js";
import { judgedScreen, matrixChanges } from "./judge-screen.js";
import { exitCodeOfMatrix } from "./matrix-end.js";
import { options } from "./options.js";
import { MATRIX_FILE, readMatrix } from "./read-matrix.js";
import { readRun } from "./read-run.js";

/** `judge`: judges what a run recorded again, by this version. */
export function judgeCommand() {
  return new Command("judge")
    .description(
      "judge a run again from its captures and records, by this version, and write run.json and the reports anew; needs no root",
    )
    .argument("<folder>", "run folder, for example results/latest; also of a run that was killed")
    .addOption(options.json("run.json"))
    .action(async (folder, { json }) => {
      const before = readRun(folder);
      const { cases, errors, ties } = await judgeAgain(before, folder);
      if (ties.size === 0) throw nothingRecorded(folder);
      for (const [id, { plan }] of ties) if (plan) holdToPlan(cases, id, plan);
      const document: RunDocument = {
        ...before,
        cases,
        errors,
        verdict: verdictOf({ cases, errors }),
        judgedAgain: { at: new Date().toISOString(), program: programVersion() },
      };
      keepOriginal(join(folder, RUN_FILE));
      writeRunDocument(folder, document);
      await writeReports(document, folder);
      await createReporter(json ? "json" : "terminal", process.stdout).onEnd?.(document, folder);
      if (!json) process.stdout.write(judgedScreen(before.cases, cases, (id) => ties.has(id)));
      const matrix = judgeMatrix(folder, cases, (id) => ties.get(id)?.scenario);
      if (matrix && !json) process.stdout.write(matrixChanges(matrix.before, matrix.now));
      process.exitCode =
        exitCodeOfRun(document) || (matrix ? exitCodeOfMatrix(matrix.now) : EXIT.pass);
    });
}

/** Judges the matrix of a run again, if it is one of a matrix, and writes its files anew. */
function judgeMatrix(
  folder: string,
  cases: readonly CaseResult[],
  scenarioOf: (id: string) => Scenario | undefined,
): { before: MatrixDocument; now: MatrixDocument } | undefined {
  const file = join(folder, MATRIX_FILE);
  if (!existsSync(file)) return undefined;
  const before = readMatrix(file);
  const now = rejudgedMatrix(before, { cases, scenarioOf, program: programVersion() });
  keepOriginal(file);
  writeMatrix(now, folder);
  return { before, now };
}

function nothingRecorded(folder: string): ShiftError {
  return new ShiftError({
    code: "E_USAGE",
    message: `${folder} has no evidence of any case`,
    hint: "no case of this run came to its end, or an earlier version made it; `anycast-shift analyze` reads its captures one by one",
  });
}

/** What the run itself found stays beside what is found now, however often it is judged. */
function keepOriginal(file: string): void {
  const original = file.replace(/\.json$/, ".original.json");
  if (!existsSync(original)) writeWhole(original, readFileSync(file, "utf8"));
}
