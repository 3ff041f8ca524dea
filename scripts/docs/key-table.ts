import { stringify } from "yaml";
import type { z } from "zod";

/** A JSON Schema as `z.toJSONSchema` writes it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A Markdown table of a mapping's keys: key, type, default, meaning. Keys with one possible value are left out. */
export function keyTable(mapping: JsonSchema): string {
  const rows = Object.entries(mapping.properties ?? {})
    .map(([key, schema]) => [key, schema as JsonSchema] as const)
    .filter(([, schema]) => schema.const === undefined)
    .map(([key, schema]) => {
      const must = mapping.required?.includes(key) ? "**required**" : defaultOf(schema);
      return `| \`${key}\` | ${typeOf(schema)} | ${must} | ${cell(schema.description ?? "")} |`;
    });
  return ["| key | value | default | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

/** The entries of a list whose kind is told by one key, by the word for each kind. */
export function kindsOf(list: JsonSchema, key: string): Map<string, JsonSchema> {
  const options = ((list.items as JsonSchema).oneOf ?? []) as JsonSchema[];
  return new Map(options.map((option) => [String(propertyOf(option, key).const), option]));
}

/** The schema of a key. @throws RangeError when there is none. */
export function propertyOf(mapping: JsonSchema, key: string): JsonSchema {
  const schema = mapping.properties?.[key];
  if (!schema || schema === true) throw new RangeError(`the schema has no key ${key}`);
  return schema as JsonSchema;
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined) return "";
  return `\`${stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim()}\``;
}

function typeOf(schema: JsonSchema): string {
  if (schema.title !== undefined) return `[${schema.title}](#${schema.title})`;
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((word) => `\`${String(word)}\``).join(", ");
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map((option) => typeOf(option as JsonSchema)).join(" or ");
  if (schema.type === "array") return listType(schema);
  if (schema.type === "object") return mappingType(schema);
  if (schema.type === "integer") return `whole number${bounds(schema)}`;
  if (schema.type === "number") return `number${bounds(schema)}`;
  return schema.type === "boolean" ? "`true` or `false`" : "text";
}

function listType({ items }: JsonSchema): string {
  if (Array.isArray(items))
    return `[${items.map((item) => typeOf(item as JsonSchema)).join(", ")}]`;
  const { oneOf, properties } = items as JsonSchema;
  return oneOf || properties ? "list, see below" : `list of ${typeOf(items as JsonSchema)}`;
}

function mappingType({ properties, additionalProperties }: JsonSchema): string {
  if (!properties) {
    const { properties: inner } = additionalProperties as JsonSchema;
    return inner
      ? "mapping, see below"
      : `mapping of names to ${typeOf(additionalProperties as JsonSchema)}`;
  }
  const keys = Object.entries(properties);
  return `{ ${keys.map(([key, schema]) => `${key}: ${typeOf(schema as JsonSchema)}`).join(", ")} }`;
}

function bounds({ minimum, maximum }: JsonSchema): string {
  const bounded = [minimum, maximum].every(
    (n) => n !== undefined && Number.isSafeInteger(n) && Math.abs(n) < Number.MAX_SAFE_INTEGER,
  );
  return bounded ? `, ${minimum} to ${maximum}` : "";
}

/** Text for the cell of a Markdown table, which a bar would end. */
export function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
