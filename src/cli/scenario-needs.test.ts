import { expect, test } from "vitest";
import { formatError } from "../core/index.js";
import { loadScenario } from "../topology/index.js";
import { needsOf } from "./scenario-needs.js";

test.each([
  ["article/regular.yaml", []],
  ["article/path-splitting.yaml", ["nftables"]],
  ["article/consistent-hashing-resilient.yaml", ["resilient-groups"]],
  ["article/loss-only.yaml", ["nftables"]],
])("%s needs %j", (file, needs) => {
  const loaded = loadScenario(`scenarios/${file}`, "topologies");
  if (Array.isArray(loaded)) throw new Error(loaded.map(formatError).join("\n"));
  expect(needsOf(loaded.scenario)).toEqual(needs);
});
