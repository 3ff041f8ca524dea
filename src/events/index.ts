export type { EventContext } from "./context.js";
export * from "./fib-watch.js";
export * from "./steps.js";
