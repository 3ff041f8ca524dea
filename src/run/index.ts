export * from "./conduct.js";
export { controlOf } from "./control.js";
export { caseId, type PlannedCase } from "./plan.js";
