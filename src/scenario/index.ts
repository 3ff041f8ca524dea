export * from "./checks/index.js";
export type { PlacedYaml, YamlPath } from "./positions.js";
export * from "./problem.js";
export * from "./read.js";
export { ANYCAST, DEVICE_WORDS, findReferences, type Reference } from "./references.js";
export * from "./schema.js";
export * from "./suggest.js";
export * from "./topology-schema.js";
export { oneOf } from "./words.js";
