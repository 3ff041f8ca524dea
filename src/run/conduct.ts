import { type ShiftError, shellWord } from "../core/index.js";
import { DOCUMENT_VERSION, holdToControls, type RunDocument, verdictOf } from "../verdict/index.js";
import { controlsOf } from "./control.js";
import { makeRunFolder, pointLatest, writeRunDocument } from "./folder.js";
import { hostFacts } from "./host.js";
import { Judging } from "./judging.js";
import { LabWorkers } from "./lab-workers.js";
import { notRun } from "./not-run.js";
import { type PlannedCase, placeOf } from "./plan.js";
import { RunLog } from "./run-log.js";
import type { RunOptions } from "./run-options.js";
import { copyScenarios } from "./scenario-copy.js";

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
 * From the first moment there is a document: that of a run which was killed says so, and can be judged.
 */
export async function conduct(options: RunOptions): Promise<FinishedRun> {
  const start = new Date();
  const startMs = performance.now();
  const { cases } = options;
  // Asks Docker, which may fail: before there is a folder.
  const host = await hostFacts(options.driver);
  const folder = makeRunFolder(options.results, options.name, start);
  const log = new RunLog(folder, options.listener);
  log.listen({
    kind: "run-start",
    id: options.runId,
    folder,
    cases: cases.map(({ id }) => id),
    driver: options.driver.name,
  });
  const document = emptyDocument(options, start, host);
  const copies = copyScenarios(
    cases.map(({ file }) => file),
    folder,
  );
  const copyOf = ({ file }: PlannedCase) => copies.get(file) ?? "";
  writeRunDocument(folder, {
    ...document,
    cases: cases.map((planned) => notRun(planned, copyOf(planned), "its run has not ended")),
    errors: [unfinished(folder)],
  });
  const astray = pointLatest(folder);
  if (astray) log.listen({ kind: "note", text: astray });
  await using judging = new Judging(options.runId);
  const workers = new LabWorkers(options, {
    folder,
    document,
    copyOf,
    judging,
    listen: log.listen,
  });
  await workers.all();
  if (log.fault) workers.fail(log.fault);
  inOrderAndControlled(document.cases, cases);
  options.onResults?.(document.cases);
  document.verdict = verdictOf(document);
  document.durationMs = performance.now() - startMs;
  writeRunDocument(folder, document);
  return finishedRun(document, folder);
}

function finishedRun(document: RunDocument, folder: string): FinishedRun {
  return {
    document,
    folder,
    amend: ({ code, message, hint }) => {
      document.errors.push({ code, message, ...(hint ? { hint } : {}) });
      document.verdict = verdictOf(document);
      writeRunDocument(folder, document);
    },
  };
}

function emptyDocument(
  { runId, command, driver }: RunOptions,
  start: Date,
  host: RunDocument["host"],
): RunDocument {
  return {
    version: DOCUMENT_VERSION,
    id: runId,
    command,
    driver: driver.name,
    startedAt: start.toISOString(),
    durationMs: 0,
    verdict: "inconclusive",
    host,
    cases: [],
    errors: [],
  };
}

// Labs end in any order; what a control says of others is known when all have.
function inOrderAndControlled(results: RunDocument["cases"], cases: readonly PlannedCase[]): void {
  results.sort((a, b) => placeOf(cases, a) - placeOf(cases, b));
  const controls = new Map(cases.map((planned) => [planned.id, controlsOf(planned, cases)]));
  holdToControls(results, (id) => controls.get(id) ?? []);
}

// What a reader finds of a run that is under way, or was killed.
function unfinished(folder: string): RunDocument["errors"][number] {
  return {
    code: "E_UNFINISHED",
    message: "the run has not ended",
    hint: `if it was killed: \`anycast-shift clean\` removes its labs, and \`anycast-shift judge ${shellWord(folder)}\` judges what it recorded`,
  };
}
