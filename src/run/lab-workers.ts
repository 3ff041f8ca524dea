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
import {
  type CaseEvidence,
  type CaseResult,
  evidencePath,
  evidenceText,
  type RunDocument,
} from "../verdict/index.js";
import { runCase } from "./case.js";
import { tiesOf } from "./control.js";
import { writeInFolder } from "./folder.js";
import { kernelFeatures, nodeVersions } from "./host.js";
import type { Judging } from "./judging.js";
import { openLab } from "./lab-session.js";
import { notRun, withoutVerdict } from "./not-run.js";
import { CaseQueue, labKey, needsLabOfItsOwn, type PlannedCase } from "./plan.js";
import type { RunOptions } from "./run-options.js";
import { waitUntilSteady } from "./steady.js";

const INTERRUPTED = "E_INTERRUPTED";

/** What all labs of a run share. */
interface Shared {
  folder: string;
  /** Filled while they run. */
  document: RunDocument;
  /** Where the file of a case's scenario stands in the run folder. */
  copyOf: (planned: PlannedCase) => string;
  judging: Judging;
  listen: ProgressListener;
}

/** Serves all cases of a run with a few labs at once; each worker brings up one lab after the other. */
export class LabWorkers {
  readonly #options: RunOptions;
  readonly #shared: Shared;
  readonly #queue: CaseQueue;
  readonly #judgements: Promise<void>[] = [];
  #labs = 0;
  #versionsAsked = false;

  constructor(options: RunOptions, shared: Shared) {
    this.#options = options;
    this.#shared = shared;
    this.#queue = new CaseQueue(options.cases.filter(({ lacks }) => lacks === undefined));
  }

  async all(): Promise<void> {
    for (const planned of this.#options.cases) {
      if (planned.lacks !== undefined)
        this.#tellNotRun(planned, `it was not run: ${planned.lacks}`);
    }
    const { workers, cases } = this.#options;
    await Promise.all(Array.from({ length: Math.min(workers, cases.length) }, () => this.#work()));
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
      if (next && !this.#shared.document.errors.some(({ code }) => code === INTERRUPTED))
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
        runFolder: this.#shared.folder,
        labFolder,
        scenarioFile: this.#shared.copyOf(planned),
        listener: this.#shared.listen,
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
          runFolder: this.#shared.folder,
          labFolder,
          name,
          image,
          features: kernelFeatures(),
          listener: this.#shared.listen,
          signal,
        },
        scope,
      );
      await this.#noteVersions(running);
      return running;
    } catch (thrown) {
      if (!signal.aborted) this.#giveUp(first, thrown);
      throw thrown;
    }
  }

  // Every lab of a run has the same tools: the first one tells of them.
  async #noteVersions(running: RunningLab): Promise<void> {
    if (this.#versionsAsked) return;
    this.#versionsAsked = true;
    const device = nodesOf(running.spec.lab, "device")[0]?.name ?? "";
    Object.assign(this.#shared.document.host.versions, await nodeVersions(running, device));
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
        this.#shared.listen({ kind: "lab", lab: name, phase: "removing" });
        await scope[Symbol.asyncDispose]();
        this.#shared.listen({ kind: "lab", lab: name, phase: "removed" });
      },
    };
  }

  // The lab does not wait for it: the next case runs meanwhile.
  async #judge(planned: PlannedCase, evidence: CaseEvidence): Promise<void> {
    const { id } = planned;
    const { folder, judging } = this.#shared;
    let result: CaseResult;
    try {
      // First of all, so that it can be judged again whatever becomes of this process.
      const text = evidenceText(evidence, tiesOf(planned, this.#options.cases));
      writeInFolder(folder, evidencePath(id), text);
      result = await judging.judge({ caseId: id, runFolder: folder });
    } catch (thrown) {
      this.#tell(planned, withoutVerdict(evidence, "it could not be judged"));
      this.fail(thrown, id);
      return;
    }
    this.#tell(planned, result);
    try {
      this.#options.onResult?.(planned, result);
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  #tell({ id: name }: PlannedCase, result: CaseResult): void {
    this.#shared.document.cases.push(result);
    const { verdict, durationMs: ms, reasons } = result;
    this.#shared.listen({ kind: "case-end", name, verdict, ms, reasons });
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
    this.#tell(planned, notRun(planned, this.#shared.copyOf(planned), why));
  }

  /** Notes what was thrown as errors of the run. @param id the case that could not be judged for it, if any */
  fail(thrown: unknown, id?: string): void {
    for (const { code, message, hint } of errorsOf(thrown).map(shiftErrorOf)) {
      this.#shared.document.errors.push({
        code,
        message,
        ...(hint && { hint }),
        ...(id && { case: id }),
      });
      this.#shared.listen({ kind: "note", text: `${code}: ${message}` });
    }
  }
}
