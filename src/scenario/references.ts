import { z } from "zod";
import { memberOf, optionFor } from "./schema-walk.js";

/** What a text in a scenario refers to. */
export type ReferenceKind =
  | "node" // any node of the topology
  | "hop"
  | "origin"
  | "link" // two nodes with a link between them
  | "member-link" // a link, or the ECMP hop and a word for a member's place
  | "target" // anycast, or a device by its unicast address
  | "device" // a device, or a word for one
  | "returning-device" // the same, and no word for a member: those announce already
  | "traffic"; // id of a traffic of the same scenario

/** Which schemas are references: what is registered here is checked wherever a scenario uses it. */
export const references = z.registry<{ kind: ReferenceKind }>();

/** Words for a member of the ECMP hop's next-hop group by its place in the group's order. */
export const PLACE_WORDS: readonly string[] = ["first", "middle", "last"];

/** 0-based place that such a word means among so many members; undefined for another word or where there is none. */
export function placeOf(word: string, members: number): number | undefined {
  const place = { first: 0, middle: Math.floor(members / 2), last: members - 1 }[word];
  return members > 0 ? place : undefined;
}

/** Words for a device by what happened before in the same scenario. */
export const EARLIER_WORDS: readonly string[] = ["serving", "withdrawn"];

/** Words for a device that is known only once the lab runs. */
export const DEVICE_WORDS: readonly string[] = [...EARLIER_WORDS, ...PLACE_WORDS];

/** The word for the anycast address as a target. */
export const ANYCAST = "anycast";

/** One reference in a scenario file. */
export interface Reference {
  kind: ReferenceKind;
  /** One name; two for a link. */
  names: string[];
  path: PropertyKey[];
}

/**
 * Every reference in a value as it was read from a file. Parts that the schema refuses are passed over, so that the
 * rest of a faulty file is checked too.
 */
export function findReferences(schema: z.core.$ZodType, value: unknown): Reference[] {
  return walk(schema, value, []);
}

function walk(schema: z.core.$ZodType, value: unknown, path: PropertyKey[]): Reference[] {
  const kind = references.get(schema)?.kind;
  if (kind) {
    const known = z.safeParse(schema, value).success;
    return known ? [{ kind, names: [value].flat() as string[], path }] : [];
  }
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional" || def.type === "default") return walk(def.innerType, value, path);
  if (def.type === "array" && Array.isArray(value)) {
    return value.flatMap((item, index) => walk(def.element, item, [...path, index]));
  }
  if (def.type === "object") {
    return Object.entries(def.shape).flatMap(([key, inner]) =>
      walk(inner, memberOf(value, key), [...path, key]),
    );
  }
  const option = def.type === "union" ? optionFor(def, value) : undefined;
  return option ? walk(option, value, path) : [];
}
