export { compareMatrices } from "./agree.js";
export { cellCase } from "./cell-file.js";
export { type CellSpec, theoryOf, twinOf } from "./cell-spec.js";
export { type FateCounts, fateCounts } from "./counts.js";
export * from "./document.js";
export { mergeShards } from "./merge.js";
export { refuseOneSample } from "./one-sample.js";
export { helpsNotAgainst, withMitigation, withoutMitigation } from "./own-plan.js";
export { type MatrixRequest, planCells } from "./plan.js";
export { rejudgedMatrix } from "./rejudge.js";
export { type CellProgress, runMatrix } from "./run-matrix.js";
export type { Shard } from "./shard.js";
export {
  boundText,
  holdToPlan,
  type MitigationWords,
  type Validation,
} from "./validation.js";
export type { HostLacks } from "./work.js";
