import { join } from "node:path";
import {
  errorsOf,
  faultsOf,
  type ProgressListener,
  Scope,
  ShiftError,
  shiftErrorOf,
} from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { nodesOf } from "../topology/index.js";
import { randomPort, SourcePorts } from "../traffic/index.js";
import type { CaseEvidence, CaseResult, RunDocument } from "../verdict/index.js";
import { runCase } from "./case.js";
import { kernelFeatures, nodeVersions } from "./host.js";
import type { Judging } from "./judging.js";
import { openLab } from "./lab-session.js";
import { notRun } from "./not-run.js";
import { CaseQueue, labKey, needsLabOfItsOwn, type PlannedCase } from "./plan.js";
import type { RunOptions } from "./run-options.js";
import { copyScenarios } from "./scenario-copy.js";
import { waitUntilSteady } from "./steady.js";

const INTERRUPTED = "E_INTERRUPTED";

/** Serves all cases of a run with a few labs at once; each worker brings up one lab after the other. */
export class LabWorkers {
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
    this.#queue = new CaseQueue(options.cases.filter(({ lacks }) => lacks === undefined));
    this.#copies = copyScenarios(
      options.cases.map(({ file }) => file),
      folder,
    );
  }

  async all(): Promise<void> {
    for (const planned of this.#options.cases) {
      if (planned.lacks !== undefined)
        this.#tellNotRun(planned, `it was not run: ${planned.lacks}`);
    }
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
      this.#tellNotRun(planned, why);
      planned = this.#queue.takeFor(labKey(first));
    }
  }

  #tellNotRun(planned: PlannedCase, why: string): void {
    this.#tell(planned, notRun(planned, this.#copyOf(planned), why));
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
