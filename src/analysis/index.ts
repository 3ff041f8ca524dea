export {
  type Analysis,
  type AnalysisEnd,
  analyzeFiles,
  analyzeStream,
  type Totals,
} from "./analyze.js";
export type { Burst } from "./burst.js";
export type { Group } from "./groups.js";
export { type AnalyzeOptions, SERVICE_PORTS } from "./options.js";
export type { ConnectionListener } from "./point.js";
export type { CaptureInput } from "./reader.js";
export * from "./record.js";
export { recordJson } from "./record-json.js";
export { connectionJsonSchema } from "./schema.js";
export { isShifted, type Summary, SummaryCollector, type Trigger } from "./summary.js";
export { type Worst, WorstConnections } from "./worst.js";
