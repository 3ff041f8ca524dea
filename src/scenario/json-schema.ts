import { z } from "zod";
import { references } from "./references.js";

/** Lets editors refuse entries that are listed twice, as checks/repeats.ts does with a hint. */
export const EACH_ONCE = { uniqueItems: true } as const;

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * JSON Schema (draft-07) of a file as people write it: before defaults are filled in and units converted. References
 * carry their kind as title, quantities theirs; defaults stand as they would be written.
 */
export function inputJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: "draft-07",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      const kind = references.get(zodSchema)?.kind;
      if (kind) jsonSchema.title = kind;
      const { def } = (zodSchema as z.core.$ZodTypes)._zod;
      if (def.type === "default") jsonSchema.default = asWritten(jsonSchema, def.defaultValue);
    },
  });
}

const UNITS: Record<string, [string, number][]> = {
  duration: [
    ["m", 60_000],
    ["s", 1000],
    ["ms", 1],
  ],
  size: [
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1000],
    ["B", 1],
  ],
};

// The schema holds what was read, milliseconds or bytes; a file has a number and a unit.
function asWritten({ title }: JsonSchema, value: unknown): JsonSchema["default"] {
  const units = title === undefined ? undefined : UNITS[title];
  const unit = units?.find(([, factor]) => Number(value) % factor === 0);
  return unit ? `${Number(value) / unit[1]}${unit[0]}` : (value as JsonSchema["default"]);
}
