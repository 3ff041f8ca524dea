import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { causes, cellScenario } from "../../src/catalogue/index.js";
import type { ScenarioInput } from "../../src/scenario/index.js";
import { shift, withResults } from "./cli.js";

const CONNECTIONS = 200;
// Each test is a run of every cause, one after another.
const RUN_DEADLINE_MS = 840_000;
const DEADLINE = { timeout: 900_000 };
// Theory says that nothing breaks: the same timeline with the probe in the gap, flap-active, shows that its event is felt.
const HARMLESS = "flap-idle";
const TRAFFIC_STEPS = new Set(["probe", "open"]);

function scenarios(): ScenarioInput[] {
  return causes.map((cause) => {
    const { members: [least] = [2], families: [family] = [4 as const] } = cause.needs;
    return cellScenario(cause, undefined, {
      members: Math.max(3, least),
      family: family ?? 4,
      connections: CONNECTIONS,
    });
  });
}

// Verdicts by cause, with the reasons of those that did not pass.
function verdicts(cells: ScenarioInput[]): Promise<Record<string, string>> {
  return withResults(async (results) => {
    const files = cells.map((scenario) => {
      const file = join(results, `${scenario.name}.yaml`);
      writeFileSync(file, stringify(scenario));
      return file;
    });
    const { document, stderr } = await shift(
      ["run", ...files, "--no-control", "--driver", "netns"],
      results,
      undefined,
      RUN_DEADLINE_MS,
    );
    if (!document) throw new Error(stderr);
    return Object.fromEntries(
      document.cases.map(({ name, verdict, reasons }) => [
        name.replace("--none", ""),
        [verdict, ...reasons].join("; "),
      ]),
    );
  });
}

test("every cause breaks what theory says", DEADLINE, async () => {
  const expected = Object.fromEntries(causes.map(({ id }) => [id, "pass"]));
  expect(await verdicts(scenarios())).toEqual(expected);
});

test("no cause passes with its event left out", DEADLINE, async () => {
  const eventless = scenarios().map((scenario) => ({
    ...scenario,
    conditions: [],
    timeline: (scenario.timeline ?? []).filter((step) => TRAFFIC_STEPS.has(step.do)),
  }));
  const passed = Object.entries(await verdicts(eventless)).filter(([, said]) => said === "pass");
  expect(passed).toEqual([[HARMLESS, "pass"]]);
});
