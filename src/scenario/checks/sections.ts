import type { z } from "zod";
import type { Condition } from "../condition-schema.js";
import type { Expectation } from "../expectation-schema.js";
import { mitigationSchema, type OwnMitigation } from "../mitigation-schema.js";
import { findReferences, type Reference } from "../references.js";
import { type Scenario, scenarioSchema } from "../schema.js";
import { isMapping, memberOf } from "../schema-walk.js";
import type { Step } from "../step-schema.js";
import type { Traffic } from "../traffic-schema.js";

/** One entry of a list in a scenario. */
export interface Entry<T> {
  value: T;
  path: readonly [string, number];
}

/** What can be understood of a scenario file, faulty or not: entries that the schema refuses are left out. */
export interface Sections {
  families: Entry<unknown>[];
  conditions: Entry<Condition>[];
  traffic: Entry<Traffic>[];
  timeline: Entry<Step>[];
  expect: Entry<Expectation>[];
  /** Ids of all traffic, also of faulty one. */
  trafficIds: Entry<string>[];
  mitigation: OwnMitigation | undefined;
  /** Bounds that no mitigation stands beside. */
  hasBoundsAlone: boolean;
  references: Reference[];
}

/** Takes a scenario file apart as far as it can be understood. */
export function sectionsOf(raw: unknown): Sections {
  const { conditions, traffic, timeline, expect } = scenarioSchema.shape;
  return {
    families: listOf(raw, "families"),
    conditions: parsed(raw, "conditions", conditions.unwrap().element),
    traffic: parsed(raw, "traffic", traffic.element),
    timeline: parsed(raw, "timeline", timeline.unwrap().element),
    expect: parsed(raw, "expect", expect.element),
    trafficIds: listOf(raw, "traffic").flatMap(({ value, path }) => {
      const id = memberOf(value, "id");
      return typeof id === "string" ? [{ value: id, path }] : [];
    }),
    mitigation: mitigationSchema.safeParse(memberOf(raw, "mitigation")).data,
    hasBoundsAlone:
      memberOf(raw, "bounds") !== undefined && memberOf(raw, "mitigation") === undefined,
    references: findReferences(scenarioSchema, raw),
  };
}

function parsed<T>(raw: unknown, section: keyof Scenario, schema: z.ZodType<T>): Entry<T>[] {
  return listOf(raw, section).flatMap(({ value, path }) => {
    const { data } = schema.safeParse(value);
    return data === undefined ? [] : [{ value: data, path }];
  });
}

function listOf(raw: unknown, section: keyof Scenario): Entry<unknown>[] {
  const list = isMapping(raw) ? raw[section] : undefined;
  return Array.isArray(list) ? list.map((value, index) => ({ value, path: [section, index] })) : [];
}

/** Whether a mitigation of one's own runs programs, which may change anything in the lab. */
export function runsPrograms(mitigation: Sections["mitigation"]): boolean {
  const parts = Object.values(mitigation?.at ?? {});
  return parts.some(({ commands, helpers }) => commands.length + helpers.length > 0);
}
