import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readTopology, type TopologySpec } from "../../src/scenario/index.js";
import { buildLab, type Lab, type Parameters } from "../../src/topology/index.js";

/** Paths of the shipped scenarios. */
export function shippedScenarios(): string[] {
  return readdirSync("scenarios", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => join("scenarios", file));
}

/** A shipped topology by its name. */
export function shippedTopology(name: string): TopologySpec {
  return oneOf(readTopology(`topologies/${name}.yaml`)).value;
}

/** The lab of a shipped topology. */
export function shippedLab(name: string, parameters: Parameters = {}): Lab {
  return oneOf(buildLab(shippedTopology(name), parameters));
}

/** The value of a result that is either a value or a list of errors. @throws the first of the errors. */
export function oneOf<T extends object>(result: T | Error[]): T {
  if (!Array.isArray(result)) return result;
  throw result[0] ?? new Error("an empty list of errors");
}
