export * from "./document.js";
export * from "./evidence.js";
export { allFates } from "./fate.js";
export { judgeCase } from "./judge.js";
export { binomialTest, wilson } from "./statistics.js";
