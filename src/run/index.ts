export * from "./conduct.js";
export { caseId, type PlannedCase } from "./plan.js";
