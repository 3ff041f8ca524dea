export * from "./build.js";
export { checkStep } from "./check-step.js";
export * from "./files.js";
export * from "./lab.js";
export * from "./load.js";
export type { Parameters } from "./parameters.js";
export * from "./paths.js";
export * from "./reach.js";
export { HASH_SEED } from "./sysctls.js";
