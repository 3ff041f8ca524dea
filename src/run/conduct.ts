import { join } from "node:path";
import {
  errorsOf,
  faultsOf,
  type ProgressListener,
  Scope,
  ShiftError,
  shiftErrorOf,
  worstOf,
} from "../core/index.js";
import type { LabDriver, RunningLab } from "../driver/index.js";
import { nodesOf } from "../topology/index.js";
import { randomPort, SourcePorts } from "../traffic/index.js";
import {
  type CaseEvidence,
  type CaseResult,
  DOCUMENT_VERSION,
  type RunDocument,
} from "../verdict/index.js";
import { runCase } from "./case.js";
import { holdToControls } from "./control.js";
import { makeRunFolder, writeInFolder } from "./folder.js";
import { hostFacts, kernelFeatures, nodeVersions } from "./host.js";
import { Judging } from "./judging.js";
import { openLab } from "./lab-session.js";
import { notRun } from "./not-run.js";
import { CaseQueue, labKey, needsLabOfItsOwn, type PlannedCase, placeOf } from "./plan.js";
import { RunLog } from "./run-log.js";
import { copyScenarios } from "./scenario-copy.js";
import { waitUntilSteady } from "./steady.js";

const INTERRUPTED = "E_INTERRUPTED";

/** What to run, and where. */
export interface RunOptions {
  /** Name of the folder under results/, and the command line for the record. */
  name: string;
  command: string;
  results: string;
  runId: string;
  driver: LabDriver;
  image: string;
  cases: PlannedCase[];
  /** Labs at once. */
  workers: number;
  listener: ProgressListener;
  /** Told each result of a case that was run, when it ends; what a control that breaks later says of it comes with the document. */
  onResult?: (planned: PlannedCase, result: CaseResult) => void;
  /** Asks more of the results than their scenarios do, before the run is judged and written; it may change them. */
  onResults?: (results: readonly CaseResult[]) => void;
  signal: AbortSignal;
}

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
  const run = new Run(options, folder, document, judging, log.listen);
  await run.all();
  if (log.fault) run.fail(log.fault);
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

/** The state that the workers of one run share. */
class Run {
  readonly #options: RunOptions;
  readonly #folder: string;
  readonly #document: RunDocument;
  readonly #judging: Judging;
  readonly #queue: CaseQueue;
  readonly #judgements: Promise<void>[] = [];
  readonly #listen: ProgressListener;
  /** Where the scenario files stand in the run folder. */
  readonly #copies: ReadonlyMap<string, string>;
  #labs = 0;

  constructor(
    options: RunOptions,
    folder: string,
    document: RunDocument,
    judging: Judging,
    listen: ProgressListener,
  ) {
    this.#options = options;
    this.#folder = folder;
    this.#document = document;
    this.#judging = judging;
    this.#listen = listen;
    this.#queue = new CaseQueue(options.cases);
    this.#copies = copyScenarios(
      options.cases.map(({ file }) => file),
      folder,
    );
  }

  async all(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.workers }, () => this.#work()));
    await Promise.all(this.#judgements);
  }

  async #work(): Promise<void> {
    for (let first = this.#queue.takeAny(); first; first = this.#queue.takeAny()) {
      try {
        await this.#lab(first);
      } catch (thrown) {
        this.fail(thrown);
      }
      // It may have come while a lab was removed, and then no other error tells why cases are missing.
      const [next] = this.#options.signal.aborted ? this.#queue.takeAll() : [];
      if (next && !this.#document.errors.some(({ code }) => code === INTERRUPTED))
        this.fail(new ShiftError({ code: INTERRUPTED, message: `interrupted before ${next.id}` }));
    }
  }

  // One lab and the cases that it can serve: at least the first, so that there are never more labs than cases.
  async #lab(first: PlannedCase): Promise<void> {
    const { runId, signal } = this.#options;
    const number = ++this.#labs;
    const name = `shift-${runId}-${number}`;
    const labFolder = join("lab", `${number}-${first.topology.name}`);
    const scope = new Scope();
    await using _ = this.#removal(name, scope);
    const running = await this.#open(first, name, labFolder, scope);
    const ports = new SourcePorts(randomPort());
    let planned: PlannedCase | undefined = first;
    while (planned) {
      const evidence = await runCase(planned, {
        running,
        ports,
        runFolder: this.#folder,
        labFolder,
        scenarioFile: this.#copyOf(planned),
        listener: this.#listen,
        signal,
      });
      this.#judgements.push(this.#judge(planned, evidence));
      if (signal.aborted)
        throw new ShiftError({
          code: INTERRUPTED,
          message: `interrupted during ${planned.id}`,
        });
      // What went wrong may have hurt the lab: the next case gets a fresh one.
      if (needsLabOfItsOwn(planned) || evidence.faults.length > 0) break;
      planned = await this.#next(first, running);
    }
  }

  async #open(
    first: PlannedCase,
    name: string,
    labFolder: string,
    scope: Scope,
  ): Promise<RunningLab> {
    const { driver, runId, image, signal } = this.#options;
    try {
      const running = await openLab(
        first,
        {
          driver,
          runId,
          runFolder: this.#folder,
          labFolder,
          name,
          image,
          features: kernelFeatures(),
          listener: this.#listen,
          signal,
        },
        scope,
      );
      Object.assign(
        this.#document.host.versions,
        await nodeVersions(running, nodesOf(running.spec.lab, "device")[0]?.name ?? ""),
      );
      return running;
    } catch (thrown) {
      if (!signal.aborted) this.#giveUp(first, thrown);
      throw thrown;
    }
  }

  // The next case for a lab that served one. A lab that does not settle again is given up, and the case waits for another.
  async #next(first: PlannedCase, running: RunningLab): Promise<PlannedCase | undefined> {
    const planned = this.#queue.takeFor(labKey(first));
    if (!planned) return undefined;
    try {
      await waitUntilSteady(running, this.#options.signal);
      return planned;
    } catch (thrown) {
      this.#queue.putBack(planned);
      this.fail(thrown);
      return undefined;
    }
  }

  #removal(name: string, scope: Scope): AsyncDisposable {
    return {
      [Symbol.asyncDispose]: async () => {
        this.#listen({ kind: "lab", lab: name, phase: "removing" });
        await scope[Symbol.asyncDispose]();
        this.#listen({ kind: "lab", lab: name, phase: "removed" });
      },
    };
  }

  // The lab does not wait for it: the next case runs meanwhile.
  async #judge(planned: PlannedCase, evidence: CaseEvidence): Promise<void> {
    try {
      const result = await this.#judging.judge({ evidence, runFolder: this.#folder });
      this.#tell(planned, result);
      this.#options.onResult?.(planned, result);
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  #tell({ id: name }: PlannedCase, result: CaseResult): void {
    this.#document.cases.push(result);
    const { verdict, durationMs: ms, reasons } = result;
    this.#listen({ kind: "case-end", name, verdict, ms, reasons });
  }

  // A lab of this kind could not be had: trying again for each of its cases would only hide that, and take long.
  #giveUp(first: PlannedCase, thrown: unknown): void {
    const why = `it was not run, for want of a lab: ${faultsOf(thrown).join("; ")}`;
    let planned: PlannedCase | undefined = first;
    while (planned) {
      this.#tell(planned, notRun(planned, this.#copyOf(planned), why));
      planned = this.#queue.takeFor(labKey(first));
    }
  }

  #copyOf({ file }: PlannedCase): string {
    return this.#copies.get(file) ?? "";
  }

  /** Notes what was thrown as errors of the run, which belong to no case. */
  fail(thrown: unknown): void {
    for (const { code, message, hint } of errorsOf(thrown).map(shiftErrorOf)) {
      this.#document.errors.push({ code, message, ...(hint ? { hint } : {}) });
      this.#listen({ kind: "note", text: `${code}: ${message}` });
    }
  }
}
