export {
  createReporter,
  FILE_REPORTER_NAMES,
  type FileReporterName,
  REPORTER_NAMES,
  type ReporterName,
} from "./registry.js";
export { multiplex, type NamedReporter, type Reporter, type ReporterCrash } from "./reporter.js";
export type { TerminalStream } from "./terminal/style.js";
export { terminalReporter } from "./terminal/terminal.js";
export { writeReports } from "./write.js";
