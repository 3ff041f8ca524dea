export { createReporter, type ReporterName } from "./registry.js";
export { multiplex } from "./reporter.js";
export { writeReports } from "./write.js";
