export {
  type Analysis,
  type AnalyzeOptions,
  analyzeFiles,
  SERVICE_PORTS,
  type Totals,
} from "./analyze.js";
export * from "./record.js";
