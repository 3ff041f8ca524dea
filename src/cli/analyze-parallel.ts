import { Worker } from "node:worker_threads";
import {
  type AnalysisEnd,
  type Device,
  mergeDevices,
  mergeTotals,
  SummaryCollector,
  type Worst,
  WorstConnections,
} from "../analysis/index.js";
import { type ErrorCode, ShiftError } from "../core/index.js";
import type { AnalyzeJob, JobResult } from "./analyze-job.js";
import { RecordMerger } from "./analyze-merge.js";
import type { FailureText, FromWorker, ToWorker, WorkerTask } from "./analyze-messages.js";

/**
 * Does a job in worker threads that each take the connections of a share of the hash space. All of them read the whole
 * capture; what they print is what one thread prints.
 * @param print given the JSON of every wanted record, in order of the first packet
 */
export async function doJobInWorkers(
  job: AnalyzeJob,
  workers: number,
  print: (json: Uint8Array) => void,
): Promise<JobResult> {
  const crew = new Crew(job, workers, print);
  try {
    return await crew.result;
  } finally {
    await crew.dismiss();
  }
}

/** The threads of one job and what they have said so far. */
class Crew {
  readonly result: Promise<JobResult>;
  readonly #workers: Worker[];
  readonly #merger: RecordMerger;
  readonly #summary = new SummaryCollector();
  readonly #ends: AnalysisEnd[] = [];
  readonly #worst: Worst[] = [];
  #devices: Device[][] = [];

  constructor(job: AnalyzeJob, count: number, print: (json: Uint8Array) => void) {
    this.#merger = new RecordMerger(count, print);
    this.#workers = Array.from({ length: count }, (_, index) => {
      const workerData: WorkerTask = { job, index, of: count };
      return new Worker(new URL("./analyze-worker.js", import.meta.url), { workerData });
    });
    this.result = new Promise((resolve, reject) => {
      this.#workers.forEach((worker, index) => {
        worker.on("error", reject);
        worker.on("message", (message: FromWorker) => {
          if (message.kind === "failed") reject(errorOf(message.error));
          else this.#take(index, message);
          if (this.#ends.length === count) resolve(this.#finish(job.worst));
        });
      });
    });
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #take(index: number, message: Exclude<FromWorker, { kind: "failed" }>): void {
    switch (message.kind) {
      case "devices":
        this.#devices.push(message.devices);
        if (this.#devices.length < this.#workers.length) return;
        this.#answer({ devices: mergeDevices(message.stage, this.#devices) });
        this.#devices = [];
        return;
      case "records":
        this.#merger.add(index, message.batch);
        return;
      case "end":
        this.#merger.end(index);
        this.#summary.merge(message.counts);
        this.#worst.push(...message.worst);
        this.#ends.push(message.end);
    }
  }

  #answer(message: ToWorker): void {
    for (const worker of this.#workers) worker.postMessage(message);
  }

  #finish(count: number): JobResult {
    const worst = new WorstConnections(count);
    for (const one of this.#worst.sort((a, b) => a.order - b.order)) worst.add(one, one.file);
    const faults = this.#ends[0]?.faults ?? [];
    const totals = mergeTotals(this.#ends.map((end) => end.totals));
    return { end: { totals, faults }, summary: this.#summary, worst };
  }
}

function errorOf({ code, message, hint, file }: FailureText): ShiftError {
  return new ShiftError({
    code: code as ErrorCode,
    message,
    ...(hint !== undefined && { hint }),
    ...(file !== undefined && { place: { file } }),
  });
}
