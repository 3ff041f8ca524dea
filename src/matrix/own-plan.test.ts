import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { causes, findMitigation } from "../catalogue/index.js";
import { loadScenario } from "../topology/index.js";
import { helpsNotAgainst, withMitigation, withoutMitigation } from "./own-plan.js";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "cells-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

function plan(name: string) {
  const loaded = loadScenario(`scenarios/examples/${name}.yaml`, "topologies");
  if (Array.isArray(loaded)) throw new Error(loaded.join());
  return { ...loaded, id: `${name}-v4`, family: 4 as const };
}

test("a mitigation of the catalogue is put into the conditions; all else stays", () => {
  const planned = plan("planned-withdraw");
  const { scenario, id } = withMitigation(planned, { cells, topologies: "topologies" });
  expect(scenario.conditions).toMatchObject([{ kind: "resilient-group", node: "core" }]);
  const { mitigation: _, conditions: __, ...rest } = planned.scenario;
  expect(scenario).toMatchObject(rest);
  expect(scenario.mitigation).toBeUndefined();
  expect(id).toBe(planned.id);
});

test("a mitigation of one's own is left as it is", () => {
  const planned = plan("own-mitigation");
  expect(withMitigation(planned, { cells, topologies: "topologies" })).toBe(planned);
});

test("without it, the same timeline and traffic are run, and only counted", () => {
  const planned = plan("own-mitigation");
  const { scenario } = withoutMitigation(planned);
  expect(scenario).toMatchObject({
    name: "own-mitigation-without",
    timeline: planned.scenario.timeline,
    traffic: planned.scenario.traffic,
    expect: [{ that: "most-reset", of: "connections", atLeast: 0 }],
  });
  expect(scenario.mitigation).toBeUndefined();
});

test("a mitigation helps not against what it is not for, nor where theory stays", () => {
  const resilient = helpsNotAgainst(findMitigation("resilient"), causes, plan("planned-withdraw"));
  expect(resilient).toContain("path-change");
  expect(resilient).not.toContain("withdraw-first");
});
