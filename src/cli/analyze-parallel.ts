import { Worker } from "node:worker_threads";
import {
  type AnalysisEnd,
  type Device,
  type ExchangeStage,
  mergeDevices,
  mergeTotals,
  type Worst,
  WorstConnections,
} from "../analysis/index.js";
import { type ErrorCode, ShiftError } from "../core/index.js";
import { BatchWriter } from "./analyze-batch.js";
import { type AnalyzeJob, doJob, type JobResult } from "./analyze-job.js";
import { RecordMerger } from "./analyze-merge.js";
import type { FailureText, FromWorker, ToWorker, WorkerTask } from "./analyze-messages.js";

type WorkerEnd = Extract<FromWorker, { kind: "end" }>;

/**
 * Does a job in several threads, this one among them, that each take the connections of a share of the hash space. All of
 * them read the whole capture; what is printed is what one thread prints.
 * @param print given the JSON of every wanted record, in order of the first packet
 */
export async function doJobInThreads(
  job: AnalyzeJob,
  threads: number,
  print: (json: Uint8Array) => void,
): Promise<JobResult> {
  const merger = new RecordMerger(threads, print);
  const exchange = new DeviceExchangeHall(threads);
  const crew = Array.from({ length: threads - 1 }, (_, other) => {
    return new Helper({ job, index: other + 1, of: threads }, merger, exchange);
  });
  try {
    const own = doShare(job, threads, merger, exchange);
    const [result, ...ends] = await Promise.all([own, ...crew.map(({ end }) => end)] as const);
    return combine(job, result, ends);
  } finally {
    await Promise.all(crew.map((helper) => helper.dismiss()));
  }
}

/** This thread's share. */
async function doShare(
  job: AnalyzeJob,
  threads: number,
  merger: RecordMerger,
  hall: DeviceExchangeHall,
): Promise<JobResult> {
  const batches = new BatchWriter((batch) => merger.add(0, batch));
  const result = await doJob(job, (json, order) => batches.add(json, order), {
    index: 0,
    of: threads,
    exchange: (stage, devices) => hall.meet(stage, devices),
  });
  batches.flush();
  merger.end(0);
  return result;
}

function combine(job: AnalyzeJob, own: JobResult, ends: readonly WorkerEnd[]): JobResult {
  for (const { counts } of ends) own.summary.merge(counts);
  const found: Worst[] = [...own.worst.list, ...ends.flatMap(({ worst }) => worst)];
  const worst = new WorstConnections(job.worst);
  for (const one of found.sort((a, b) => a.order - b.order)) worst.add(one, one.file);
  const totals = mergeTotals([own.end, ...ends.map(({ end }) => end)].map(totalsOf));
  return { end: { totals, faults: own.end.faults }, summary: own.summary, worst };
}

function totalsOf({ totals }: AnalysisEnd): AnalysisEnd["totals"] {
  return totals;
}

/** Where the threads wait for each other and leave with what all of them know of the devices. */
class DeviceExchangeHall {
  readonly #threads: number;
  #brought: Device[][] = [];
  #waiting: ((devices: Device[]) => void)[] = [];

  constructor(threads: number) {
    this.#threads = threads;
  }

  meet(stage: ExchangeStage, devices: Device[]): Promise<Device[]> {
    this.#brought.push(devices);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#brought.length < this.#threads) return;
      const merged = mergeDevices(stage, this.#brought);
      const waiting = this.#waiting;
      this.#brought = [];
      this.#waiting = [];
      for (const leave of waiting) leave(merged);
    });
  }
}

/** A worker thread and what it posts. */
class Helper {
  readonly end: Promise<WorkerEnd>;
  readonly #worker: Worker;

  constructor(task: WorkerTask, merger: RecordMerger, hall: DeviceExchangeHall) {
    const worker = new Worker(new URL("./analyze-worker.js", import.meta.url), {
      workerData: task,
    });
    this.#worker = worker;
    this.end = new Promise((resolve, reject) => {
      worker.on("error", reject);
      worker.on("message", (message: FromWorker) => {
        switch (message.kind) {
          case "devices":
            void hall.meet(message.stage, message.devices).then((devices) => {
              worker.postMessage({ devices } satisfies ToWorker);
            });
            return;
          case "records":
            merger.add(task.index, message.batch);
            return;
          case "end":
            merger.end(task.index);
            resolve(message);
            return;
          case "failed":
            reject(errorOf(message.error));
        }
      });
    });
  }

  async dismiss(): Promise<void> {
    await this.#worker.terminate();
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
