import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { clabFile } from "./clab.js";
import type { Parameters } from "./parameters.js";

const OPTIONS = {
  name: "shift-test",
  image: "anycast-shift-node:test",
  labels: { "anycast-shift.run": "test" },
  features: { hashSeed: true },
};

const SHIPPED: [string, Parameters][] = [
  ["article", {}],
  ["fan", {}],
  ["fan", { origins: 1, devices: 2 }],
  ["fan", { origins: 8, devices: 8 }],
];

/** containerlab's own schema, where Go has fetched the version that set-up builds; else the reason why it is not there. */
async function ownSchema(): Promise<{ file: string } | { missing: string }> {
  const pin = readFileSync("scripts/setup/containerlab/go.mod", "utf8");
  const version = /srl-labs\/containerlab (v\S+)/.exec(pin)?.[1];
  if (!version) throw new Error("scripts/setup/containerlab/go.mod pins no containerlab");
  const go = await execa("go", ["env", "GOMODCACHE"], { reject: false });
  if (go.failed) return { missing: "go is not installed" };
  const file = join(
    go.stdout.trim(),
    `github.com/srl-labs/containerlab@${version}/schemas/clab.schema.json`,
  );
  return existsSync(file) ? { file } : { missing: `Go has not fetched containerlab ${version}` };
}

const schema = await ownSchema();
const missing = "missing" in schema ? schema.missing : undefined;

function faultsOf(document: unknown): string[] {
  if (!("file" in schema)) return [schema.missing];
  const validator = new Ajv({ allErrors: true, logger: false });
  const valid = validator.validate(
    JSON.parse(readFileSync(schema.file, "utf8")) as object,
    document,
  );
  return valid ? [] : (validator.errors ?? []).map((e) => `${e.dataPath} ${e.message}`);
}

describe.skipIf(missing)(`containerlab's own schema${missing ? ` (${missing})` : ""}`, () => {
  it.each(SHIPPED)("accepts %s %j", (name, parameters) => {
    const text = clabFile(shippedLab(name, parameters), OPTIONS);
    expect(faultsOf(parse(text))).toEqual([]);
  });

  it("refuses what it does not know", () => {
    const file = parse(clabFile(shippedLab("article"), OPTIONS));
    file.topology.defaults["network-moode"] = "none";
    expect(faultsOf(file)).toContain(".topology.defaults should NOT have additional properties");
  });
});

describe("clabFile", () => {
  it.each(SHIPPED)("means the same in YAML 1.1 as in YAML 1.2: %s %j", (name, parameters) => {
    const text = clabFile(shippedLab(name, parameters), OPTIONS);
    expect(parse(text, { version: "1.1" })).toEqual(parse(text));
  });
});

it("gives a node its own image", () => {
  const lab = shippedLab("article");
  const hop = lab.nodes.find(({ name }) => name === "hop2");
  if (!hop) throw new Error("the article has no hop2");
  hop.image = "example/router:2";
  const { topology } = parse(clabFile(lab, OPTIONS));
  expect(topology.nodes.hop2.image).toBe("example/router:2");
  expect(topology.nodes.hop1.image).toBeUndefined();
  expect(faultsOf({ name: "x", topology }).filter(() => !missing)).toEqual([]);
});
