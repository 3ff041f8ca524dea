export * from "./document.js";
export * from "./evidence.js";
export { judgeCase } from "./judge.js";
export { binomialTest, wilson } from "./statistics.js";
