export * from "./clock.js";
export * from "./duration.js";
export * from "./endpoint.js";
export * from "./errors.js";
export * from "./percent.js";
export * from "./progress.js";
export type { CaptureRecord, EventRecord, OracleRecord, TrafficRecord } from "./schemas.js";
export * from "./scope.js";
export * from "./verdict.js";
