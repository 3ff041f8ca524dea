export { ShiftError } from "../core/index.js";
export {
  type Analysis,
  type AnalysisEnd,
  analyzeFiles,
  analyzeStream,
  type Totals,
} from "./analyze.js";
export type { Burst } from "./burst.js";
export { endingRst } from "./ending-rst.js";
export type { Group } from "./groups.js";
export { type HeldConnections, HeldReader } from "./held.js";
export { GRADES, OUTCOMES } from "./kinds.js";
export { type MptcpHandshakes, readMptcp } from "./mptcp.js";
export { type AnalyzeOptions, MAX_PORT, MOST_HELD, SERVICE_PORTS } from "./options.js";
export type { CaptureInput } from "./reader.js";
export type * from "./record.js";
export { recordJson } from "./record-json.js";
export {
  isShifted,
  type Summary,
  SummaryCollector,
  type SummaryCounts,
  type Trigger,
} from "./summary.js";
export { type Worst, WorstConnections } from "./worst.js";
