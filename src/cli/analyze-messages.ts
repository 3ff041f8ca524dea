import type {
  AnalysisEnd,
  Device,
  ExchangeStage,
  SummaryCounts,
  Worst,
} from "../analysis/index.js";
import type { AnalyzeJob } from "./analyze-job.js";

/** What a worker is started with. */
export interface WorkerTask {
  job: AnalyzeJob;
  index: number;
  of: number;
}

/** Records of one worker: their JSON end to end, where each ends, and the numbers of their first packets. */
export interface RecordBatch {
  bytes: Uint8Array<ArrayBuffer>;
  ends: number[];
  orders: number[];
}

/** From a worker to the main thread. */
export type FromWorker =
  | { kind: "devices"; stage: ExchangeStage; devices: Device[] }
  | { kind: "records"; batch: RecordBatch }
  | { kind: "end"; end: AnalysisEnd; counts: SummaryCounts; worst: readonly Worst[] }
  | { kind: "failed"; error: FailureText };

/** A ShiftError as plain data: classes do not survive the way between threads. */
export interface FailureText {
  code: string;
  message: string;
  hint: string | undefined;
  file: string | undefined;
}

/** From the main thread to a worker: what all workers together say of the devices. */
export interface ToWorker {
  devices: Device[];
}
