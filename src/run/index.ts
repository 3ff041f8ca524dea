export * from "./conduct.js";
export { controlOf, controls, needsControl } from "./control.js";
export { makeRunFolder, pointLatest, RUN_FILE, writeRunDocument } from "./folder.js";
export { findHeldLab, type HeldLab, heldLabs, holdLab, openHeldLab } from "./held-lab.js";
export { hostFacts, kernelFeatures } from "./host.js";
export { labKey, type PlannedCase } from "./plan.js";
export { programVersion } from "./program.js";
export type { RunOptions } from "./run-options.js";
