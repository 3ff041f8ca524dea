export type { Bounds } from "./bounds-schema.js";
export * from "./checks/index.js";
export { choosesAt, isChooser, setsHash } from "./choice.js";
export * from "./condition-schema.js";
export * from "./expectation-schema.js";
export { schemaProblems } from "./issues.js";
export { inputJsonSchema } from "./json-schema.js";
export * from "./mitigation-schema.js";
export { looksAtAddresses, oneSampleTraffic, sharesAddress } from "./one-sample.js";
export { type PlacedYaml, parseYaml, type YamlPath } from "./positions.js";
export * from "./problem.js";
export * from "./read.js";
export {
  ANYCAST,
  DEVICE_WORDS,
  EARLIER_WORDS,
  PLACE_WORDS,
  placeOf,
  type Reference,
} from "./references.js";
export * from "./schema.js";
export * from "./step-schema.js";
export * from "./suggest.js";
export * from "./topology-schema.js";
export * from "./traffic-schema.js";
export { oneOf } from "./words.js";
