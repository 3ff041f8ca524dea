import type { HeldConnections, SummaryCounts, Worst } from "../analysis/index.js";
import type { AnalyzeJob } from "./analyze-job.js";

/** What a worker is started with. */
export interface WorkerTask {
  job: AnalyzeJob;
  /** What stands between two records. */
  separator: string;
}

/** Some of the connections that are held, by their indices: from the first up to the second. */
export interface Portion {
  index: number;
  from: number;
  to: number;
}

/** From the main thread to a worker: first of all whose connections are told, then which, then that it was all. */
export type ToWorker =
  | { kind: "held"; held: HeldConnections }
  /** With memory for its records, where there is some that was used before. */
  | { kind: "portion"; portion: Portion; memory: ArrayBuffer | undefined }
  | { kind: "end" };

/** From a worker to the main thread: the answer to each portion, and to the end. */
export type FromWorker =
  | { kind: "records"; index: number; json: Uint8Array<ArrayBuffer> }
  | { kind: "end"; told: Told };

/** What one thread has told, beside what is printed. */
export interface Told {
  counts: SummaryCounts;
  worst: readonly Worst[];
}
