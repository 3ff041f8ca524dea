import type { ProgressListener } from "../core/index.js";
import type { LabDriver } from "../driver/index.js";
import type { CaseResult } from "../verdict/index.js";
import type { PlannedCase } from "./plan.js";

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
