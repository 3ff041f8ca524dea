export * from "./build.js";
export { type Parameters } from "./expand.js";
export * from "./files.js";
export * from "./lab.js";
export * from "./paths.js";
export * from "./reach.js";
