export * from "./conduct.js";
export { controlOf, controls } from "./control.js";
export { findHeldLab, type HeldLab, heldLabs, holdLab, openHeldLab } from "./held-lab.js";
export { kernelFeatures } from "./host.js";
export { caseId, type PlannedCase } from "./plan.js";
