import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { shippedScenarios } from "../../tests/helpers/shipped.js";
import { SCHEMA_NAMES, type SchemaName, schemaText } from "./schema-text.js";

function faultsOf(name: SchemaName, value: unknown): string[] {
  const validator = new Ajv({ allErrors: true });
  const valid = validator.validate(JSON.parse(schemaText(name)) as object, value);
  return valid ? [] : (validator.errors ?? []).map((e) => `${e.dataPath} ${e.message}`);
}

function yamlFile(file: string): unknown {
  return parse(readFileSync(file, "utf8"));
}

describe("schemaText", () => {
  it.each(SCHEMA_NAMES)("is a draft-07 schema for %s", (name) => {
    expect(new Ajv().validateSchema(JSON.parse(schemaText(name)) as object)).toBe(true);
  });

  it("tells what each field of a connection means, and that none of its counts is below 0", () => {
    const { properties } = JSON.parse(schemaText("connection")) as {
      properties: Record<string, { description?: string }>;
    };
    const untold = Object.entries(properties).filter(([, { description }]) => !description);
    expect(untold).toEqual([]);
    const counts = { packets: { client: -1, server: 1 }, retransmissions: -1, gaps: -1 };
    expect(faultsOf("connection", counts)).toEqual(
      expect.arrayContaining(
        [".packets.client", ".retransmissions", ".gaps"].map((at) => `${at} should be >= 0`),
      ),
    );
  });

  it.each(shippedScenarios())("accepts the shipped scenario %s as it is written", (file) => {
    expect(faultsOf("scenario", yamlFile(file))).toEqual([]);
  });

  it.each(readdirSync("topologies"))("accepts the shipped topology %s", (file) => {
    expect(faultsOf("topology", yamlFile(join("topologies", file)))).toEqual([]);
  });

  it.each(["unknown-keys", "durations", "sizes", "numbers", "empty-lists", "flags", "wrong-types"])(
    "lets an editor see what is wrong in %s.yaml",
    (name) => {
      expect(faultsOf("scenario", yamlFile(`tests/golden/errors/${name}.yaml`))).not.toEqual([]);
    },
  );
});
