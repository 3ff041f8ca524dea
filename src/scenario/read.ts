import { readFileSync } from "node:fs";
import type { z } from "zod";
import { messageOf, ShiftError } from "../core/index.js";
import { schemaErrors } from "./issues.js";
import { type PlacedYaml, parseYaml } from "./positions.js";
import { type Scenario, scenarioSchema } from "./schema.js";
import { type TopologySpec, topologySchema } from "./topology-schema.js";

/** A file that was read, with the places of its values for later checks. */
export interface Read<T> {
  value: T;
  yaml: PlacedYaml;
  file: string;
}

/** Reads a scenario file; all errors of syntax and schema come at once. */
export function readScenario(file: string): Read<Scenario> | ShiftError[] {
  return readChecked(file, scenarioSchema);
}

/** Reads a topology file; all errors of syntax and schema come at once. */
export function readTopology(file: string): Read<TopologySpec> | ShiftError[] {
  return readChecked(file, topologySchema);
}

function readChecked<S extends z.ZodType>(
  file: string,
  schema: S,
): Read<z.infer<S>> | ShiftError[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (thrown) {
    return [
      new ShiftError({
        code: "E_FILE",
        message: `cannot read ${file}: ${messageOf(thrown)}`,
        cause: thrown,
      }),
    ];
  }
  const yaml = parseYaml(text, file);
  if (Array.isArray(yaml)) return yaml;
  const result = schema.safeParse(yaml.value);
  return result.success ? { value: result.data, yaml, file } : schemaErrors(result.error, yaml);
}
