export { cellCase } from "./cell-file.js";
export { type CellSpec, theoryOf, twinOf } from "./cell-spec.js";
export { type FateCounts, fateCounts } from "./counts.js";
