import { z } from "zod";

/** A schema's definition, without what makes it optional, gives it a default or converts what was read. */
function definitionOf(schema: z.core.$ZodType): z.core.$ZodTypes["_zod"]["def"] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional" || def.type === "default") return definitionOf(def.innerType);
  return def.type === "pipe" ? definitionOf(def.in) : def;
}

/** The member of a union that a value is meant to be: a faulty one is still known by its discriminator. */
export function optionFor(def: z.core.$ZodUnionDef, value: unknown): z.core.$ZodType | undefined {
  const word = "discriminator" in def ? String(def.discriminator) : undefined;
  if (word === undefined) return def.options.find((option) => z.safeParse(option, value).success);
  const said = isMapping(value) ? value[word] : undefined;
  return def.options.find((option) =>
    option._zod.propValues?.[word]?.has(said as z.core.util.Primitive),
  );
}

/** The keys that a schema knows at a path of a value; none where it is no mapping with keys of its own. */
export function keysAt(
  schema: z.core.$ZodType,
  value: unknown,
  path: readonly PropertyKey[],
): string[] {
  const def = definitionOf(schema);
  if (def.type === "union") {
    const option = optionFor(def, value) ?? def.options.find(hasKeys);
    return option ? keysAt(option, value, path) : [];
  }
  const [first, ...rest] = path;
  if (first === undefined) return def.type === "object" ? Object.keys(def.shape) : [];
  const inner = innerSchema(def, String(first));
  return inner ? keysAt(inner, memberOf(value, first), rest) : [];
}

function innerSchema(
  def: z.core.$ZodTypes["_zod"]["def"],
  key: string,
): z.core.$ZodType | undefined {
  if (def.type === "object") return def.shape[key];
  if (def.type === "record") return def.valueType;
  return def.type === "array" ? def.element : undefined;
}

function hasKeys(schema: z.core.$ZodType): boolean {
  return definitionOf(schema).type === "object";
}

/** The value under a key or index; undefined where there is none. */
export function memberOf(value: unknown, key: PropertyKey): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isMapping(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
}

/** True for a YAML mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
