export { type Audit, takeAudit } from "./audit/audit.js";
export { compareAudits } from "./audit/compare.js";
export { type Cleaned, cleanLeftovers } from "./clean/clean.js";
export { type RegisteredRun, registerRun } from "./clean/registry.js";
export { containerlabDriver } from "./containerlab/driver.js";
export * from "./driver.js";
export { netnsDriver } from "./netns/driver.js";
export * from "./node-shell.js";
