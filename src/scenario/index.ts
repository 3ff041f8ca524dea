export type { PlacedYaml } from "./positions.js";
export * from "./read.js";
export * from "./schema.js";
export * from "./topology-schema.js";
