export { comparisonLines, comparisonTable } from "./comparison.js";
export { matrixSections } from "./matrix/markdown.js";
export { matrixScreen } from "./matrix/terminal.js";
export { writeMatrix } from "./matrix/write.js";
export {
  createReporter,
  FILE_REPORTER_NAMES,
  REPORT_FILES,
  type ReporterName,
} from "./registry.js";
export { multiplex, type ReporterCrash } from "./reporter.js";
export { crashError, writeReports } from "./write.js";
