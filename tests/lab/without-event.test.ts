import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Scenario } from "../../src/scenario/index.js";
import { shift, withResults } from "./cli.js";

const ARTICLE = join(import.meta.dirname, "../../scenarios/article");
// Their point is that nothing breaks: without the event they pass as well, and the others prove that events are felt.
const PASS_ANYWAY = new Set(["control", "control-fan", "regular", "loss-only", "iperf3-by-source"]);

test("every case that expects a break fails when its event is left out", async () => {
  await withResults(async (results) => {
    const folder = join(results, "scenarios");
    mkdirSync(folder, { recursive: true });
    const files = readdirSync(ARTICLE).flatMap((name) => {
      const scenario = parse(readFileSync(join(ARTICLE, name), "utf8")) as Scenario;
      if (PASS_ANYWAY.has(scenario.name)) return [];
      const harmless =
        scenario.timeline?.filter((step) => ["probe", "open"].includes(step.do)) ?? [];
      const file = join(folder, name);
      writeFileSync(file, stringify({ ...scenario, conditions: [], timeline: harmless }));
      return [file];
    });
    expect(files.length).toBeGreaterThanOrEqual(10);
    const { document } = await shift(
      ["run", ...files, "--no-control", "--driver", "netns"],
      results,
    );
    const verdicts = Object.fromEntries(
      document?.cases.map(({ name, verdict }) => [name, verdict]) ?? [],
    );
    expect(Object.keys(verdicts)).toHaveLength(files.length);
    expect(Object.entries(verdicts).filter(([, verdict]) => verdict === "pass")).toEqual([]);
  });
});
