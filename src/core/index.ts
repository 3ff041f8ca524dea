export * from "./clock.js";
export * from "./duration.js";
export * from "./endpoint.js";
export * from "./errors.js";
export * from "./progress.js";
export * from "./records.js";
export * from "./scope.js";
export * from "./verdict.js";
