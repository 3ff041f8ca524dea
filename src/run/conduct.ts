import { type ShiftError, worstOf } from "../core/index.js";
import { DOCUMENT_VERSION, type RunDocument } from "../verdict/index.js";
import { holdToControls } from "./control.js";
import { makeRunFolder, writeInFolder } from "./folder.js";
import { hostFacts } from "./host.js";
import { Judging } from "./judging.js";
import { LabWorkers } from "./lab-workers.js";
import { placeOf } from "./plan.js";
import { RunLog } from "./run-log.js";
import type { RunOptions } from "./run-options.js";

/** A run that has ended, with its document as it stands in run.json. */
export interface FinishedRun {
  document: RunDocument;
  folder: string;
  /** Adds an error that was found after the labs were gone. */
  amend(error: ShiftError): void;
}

/**
 * Runs every case in as few labs as its events allow, judges each from its captures, and writes the run folder.
 * A lab that cannot be had is an error of the document and its cases are inconclusive, not run; an interruption ends the run
 * early. In both cases what was captured so far is kept and every lab is removed.
 */
export async function conduct(options: RunOptions): Promise<FinishedRun> {
  const start = new Date();
  const folder = makeRunFolder(options.results, options.name, start);
  const log = new RunLog(folder, options.listener);
  log.listen({
    kind: "run-start",
    id: options.runId,
    folder,
    cases: options.cases.map(({ id }) => id),
    driver: options.driver.name,
  });
  const document: RunDocument = {
    version: DOCUMENT_VERSION,
    id: options.runId,
    command: options.command,
    driver: options.driver.name,
    startedAt: start.toISOString(),
    durationMs: 0,
    verdict: "pass",
    host: await hostFacts(options.driver),
    cases: [],
    errors: [],
  };
  await using judging = new Judging(options.runId);
  const workers = new LabWorkers(options, folder, document, judging, log.listen);
  await workers.all();
  if (log.fault) workers.fail(log.fault);
  document.cases.sort((a, b) => placeOf(options.cases, a) - placeOf(options.cases, b));
  holdToControls(options.cases, document.cases);
  options.onResults?.(document.cases);
  document.verdict = worstOf([
    ...document.cases.map(({ verdict }) => verdict),
    ...(document.errors.length > 0 || document.cases.length < options.cases.length
      ? (["inconclusive"] as const)
      : []),
  ]);
  document.durationMs = Date.now() - start.getTime();
  const write = () => writeInFolder(folder, "run.json", `${JSON.stringify(document, null, 1)}\n`);
  write();
  return {
    document,
    folder,
    amend: ({ code, message, hint }) => {
      document.errors.push({ code, message, ...(hint ? { hint } : {}) });
      document.verdict = worstOf([document.verdict, "inconclusive"]);
      write();
    },
  };
}
