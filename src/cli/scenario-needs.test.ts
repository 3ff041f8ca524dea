import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatError } from "../core/index.js";
import { loadScenario } from "../topology/index.js";
import { needsOf } from "./scenario-needs.js";

test.each([
  ["regular", []],
  ["path-splitting", ["nftables"]],
  ["consistent-hashing-resilient", ["resilient-groups"]],
  ["loss-only", ["nftables"]],
])("%s needs %j", (name, needs) => {
  const file =
    readdirSync("scenarios/article").find((path) => path.endsWith(`${name}.yaml`)) ?? name;
  const loaded = loadScenario(join("scenarios/article", file), "topologies");
  if (Array.isArray(loaded)) throw new Error(loaded.map(formatError).join("\n"));
  expect(needsOf(loaded.scenario)).toEqual(needs);
});
