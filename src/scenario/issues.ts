import type { z } from "zod";
import { ShiftError } from "../core/index.js";
import type { PlacedYaml } from "./positions.js";

/** Every issue that zod found as a ShiftError with its place; one error for each unknown key. */
export function schemaErrors(error: z.ZodError, yaml: PlacedYaml): ShiftError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        schemaError(`unknown key ${key} ${under(issue.path)}`, yaml, [...issue.path, key]),
      );
    }
    return [schemaError(`${issue.message} ${under(issue.path)}`, yaml, issue.path)];
  });
}

function schemaError(message: string, yaml: PlacedYaml, path: readonly PropertyKey[]): ShiftError {
  return new ShiftError({
    code: "E_SCENARIO_SCHEMA",
    message: message.trim(),
    hint: "docs/scenario.md lists every key with its values",
    place: yaml.place(path),
  });
}

function under(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "" : `at ${path.map(String).join(".")}`;
}
