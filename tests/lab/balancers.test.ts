import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { causes, cellScenario, mitigations } from "../../src/catalogue/index.js";
import type { ScenarioInput } from "../../src/scenario/index.js";
import { shift, withResults } from "./cli.js";

const CELL = { members: 3, family: 4, connections: 200 } as const;

function cell(causeId: string, mitigationId?: string): ScenarioInput {
  const cause = causes.find(({ id }) => id === causeId);
  const mitigation = mitigations.find(({ id }) => id === mitigationId);
  if (!cause || (mitigationId !== undefined && !mitigation)) throw new Error("no such cell");
  return cellScenario(cause, mitigation, CELL);
}

/** A cell whose event is left out: what breaks nothing must not look like a cause. */
function withoutEvent(causeId: string): ScenarioInput {
  const scenario = cell(causeId);
  const timeline = (scenario.timeline ?? []).filter((step) => step.do === "probe");
  return { ...scenario, name: `${scenario.name}-without-event`, timeline };
}

/** A cell whose mitigation is switched off, and still expected to help. */
function switchedOff(causeId: string, mitigationId: string): ScenarioInput {
  const { name, expect: hoped } = cell(causeId, mitigationId);
  return { ...cell(causeId), name: `${name}-switched-off`, expect: hoped };
}

const AS_THEORY_SAYS = [
  cell("per-packet"),
  cell("modulo-rehash"),
  cell("ecn-in-hash"),
  cell("ttl-in-hash"),
  cell("ttl-in-hash", "stable-fields"),
  cell("return", "maglev"),
  cell("modulo-rehash", "connmark"),
  cell("withdraw-first", "l3-hash"),
  cell("withdraw-first", "l4-tier"),
  // Every connection that came by the lost balancer keeps its device: both have chosen alike.
  cell("balancer-lost", "maglev"),
];
const OTHERWISE = [
  withoutEvent("modulo-rehash"),
  withoutEvent("ttl-in-hash"),
  switchedOff("modulo-rehash", "connmark"),
  switchedOff("balancer-lost", "maglev"),
];

test("balancers break and keep connections as theory says, and only with event and mitigation", async () => {
  await withResults(async (results) => {
    const folder = join(results, "scenarios");
    mkdirSync(folder, { recursive: true });
    const files = [...AS_THEORY_SAYS, ...OTHERWISE].map((scenario) => {
      const file = join(folder, `${scenario.name}.yaml`);
      writeFileSync(file, JSON.stringify(scenario));
      return file;
    });
    const { document, stderr } = await shift(
      ["run", ...files, "--no-control", "--driver", "netns"],
      results,
    );
    const found = document?.cases.map(({ name, verdict, reasons }) => [name, verdict, reasons]);
    expect(
      found?.filter(([, verdict]) => verdict === "pass").map(([name]) => name),
      `${stderr}\n${JSON.stringify(found)}`,
    ).toEqual(AS_THEORY_SAYS.map(({ name }) => name));
    expect(found?.filter(([, verdict]) => verdict === "fail").map(([name]) => name)).toEqual(
      OTHERWISE.map(({ name }) => name),
    );
  });
});
