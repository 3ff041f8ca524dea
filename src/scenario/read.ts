import { closeSync, openSync, readSync } from "node:fs";
import type { z } from "zod";
import { messageOf, ShiftError } from "../core/index.js";
import { schemaErrors } from "./issues.js";
import { type PlacedYaml, parseYaml } from "./positions.js";
import { type Scenario, scenarioSchema } from "./schema.js";
import { type TopologySpec, topologySchema } from "./topology-schema.js";

const MOST_BYTES = 1_000_000;

/** A topology file that was read, with the places of its values for later checks. */
export interface ReadTopology {
  value: TopologySpec;
  yaml: PlacedYaml;
}

/** Reads a topology file; all errors of syntax and schema come at once. */
export function readTopology(file: string): ReadTopology | ShiftError[] {
  const checked = checkFile(file, topologySchema);
  if (Array.isArray(checked)) return checked;
  const { value, yaml, errors } = checked;
  return value === undefined ? errors : { value, yaml };
}

/** A file that is YAML, and how it fares against its schema. */
export interface Checked<T> {
  yaml: PlacedYaml;
  /** Undefined when the schema refuses the file; the errors say why. */
  value: T | undefined;
  errors: ShiftError[];
}

/** Checks a scenario file against its schema, and keeps what was read even where the schema refuses it. */
export function checkScenario(file: string): Checked<Scenario> | ShiftError[] {
  return checkFile(file, scenarioSchema);
}

function checkFile<T>(file: string, schema: z.ZodType<T>): Checked<T> | ShiftError[] {
  let text: string;
  try {
    text = readText(file);
  } catch (thrown) {
    const message = `cannot read ${file}: ${messageOf(thrown)}`;
    return [new ShiftError({ code: "E_FILE", message, cause: thrown })];
  }
  const yaml = parseYaml(text, file);
  if (Array.isArray(yaml)) return yaml;
  const { data, error } = schema.safeParse(yaml.value);
  return { yaml, value: data, errors: error ? schemaErrors(error, schema, yaml) : [] };
}

// Not all at once: a device such as /dev/zero has no end.
function readText(file: string): string {
  const bytes = Buffer.alloc(MOST_BYTES + 1);
  const descriptor = openSync(file, "r");
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length <= MOST_BYTES) return bytes.toString("utf8", 0, length);
    throw new RangeError(`it has more than ${MOST_BYTES} bytes`);
  } finally {
    closeSync(descriptor);
  }
}
