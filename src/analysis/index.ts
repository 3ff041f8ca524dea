export {
  type Analysis,
  type AnalysisEnd,
  analyzeFiles,
  analyzeStream,
  mergeTotals,
  type Totals,
} from "./analyze.js";
export type { Burst } from "./burst.js";
export type { Group } from "./groups.js";
export { GRADES, OUTCOMES } from "./kinds.js";
export { type MptcpHandshakes, readMptcp } from "./mptcp.js";
export { type AnalyzeOptions, SERVICE_PORTS, type Share } from "./options.js";
export type { ConnectionListener } from "./point.js";
export type { CaptureInput } from "./reader.js";
export type * from "./record.js";
export { recordJson } from "./record-json.js";
export { type Device, type ExchangeStage, mergeDevices } from "./restart.js";
export {
  isShifted,
  type Summary,
  SummaryCollector,
  type SummaryCounts,
  type Trigger,
} from "./summary.js";
export { type Worst, WorstConnections } from "./worst.js";
