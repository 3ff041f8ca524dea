export { ShiftError } from "../core/index.js";
export {
  type Analysis,
  type AnalysisEnd,
  analyzeFiles,
  analyzeStream,
} from "./analyze.js";
export { endingRst } from "./ending-rst.js";
export { type HeldConnections, HeldReader } from "./held.js";
export { ANALYSIS_VERSION, GRADES, MAX_LISTED, OUTCOMES } from "./kinds.js";
export { type MptcpHandshakes, readMptcp } from "./mptcp.js";
export { type AnalyzeOptions, MAX_PORT, MOST_HELD, SERVICE_PORTS } from "./options.js";
export type { CaptureInput } from "./reader.js";
export type * from "./record.js";
export { recordJson } from "./record-json.js";
export type { Burst, Group, Summary, Totals, Trigger } from "./schemas.js";
export { readSenders } from "./senders.js";
export {
  isShifted,
  SummaryCollector,
  type SummaryCounts,
} from "./summary.js";
export { type Worst, WorstConnections } from "./worst.js";
