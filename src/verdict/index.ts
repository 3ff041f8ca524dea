export * from "./document.js";
export {
  type CaseEvidence,
  evidencePath,
  evidenceText,
  type LabFacts,
  type PlanTie,
  readEvidence,
  type Ties,
} from "./evidence.js";
export { allFates } from "./fate.js";
export { judgeCase } from "./judge.js";
export { judgeAgain } from "./judge-again.js";
export { readDocument } from "./read-document.js";
export { lastOfTransfers, oneOfEachSet, setOf, transferOf } from "./sets.js";
export { binomialTest, wilson } from "./statistics.js";
export { holdToControls, resultOf, verdictOf } from "./whole-run.js";
