import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { causes, mitigations, usualFamily, whyNot } from "../catalogue/index.js";
import { formatError } from "../core/index.js";
import { cellCase } from "../matrix/index.js";
import { type PlannedParts, planned } from "../run/fixtures/planned.js";
import { mitigationSchema } from "../scenario/index.js";
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

const node = "core";
const own = (part: object) => mitigationSchema.parse({ name: "own", at: { core: part } });
const sysctl = (key: string) => ({ kind: "sysctl", node, key, value: 1 }) as const;

test.each<[string, PlannedParts, string[]]>([
  ["a mitigation of the catalogue", { mitigation: "resilient" }, ["resilient-groups"]],
  ["rules of one's own", { mitigation: own({ nft: "table inet own { }" }) }, ["nftables"]],
  ["commands of one's own", { mitigation: own({ commands: [["true"]] }) }, []],
  ["a seed", { conditions: [sysctl("net.ipv4.fib_multipath_hash_seed")] }, ["hash-seed"]],
  ["another sysctl", { conditions: [sysctl("net.ipv4.tcp_ecn")] }, []],
  ["a reject", { timeline: [{ do: "reject", node, for: 1, background: false }] }, ["nftables"]],
  ["a silence", { timeline: [{ do: "silence", device: "dest1" }] }, ["nftables"]],
  ["another seed", { timeline: [{ do: "reseed", node }] }, ["hash-seed"]],
  ["another TTL", { timeline: [{ do: "ttl", node, value: 40 }] }, ["nftables"]],
])("a scenario with %s needs its probes alone", (_, parts, needs) => {
  expect(needsOf(planned("case", { timeline: [], ...parts }).scenario)).toEqual(needs);
});

test("the scenario of a cell needs all that its mitigation, or its cause alone, says it needs", () => {
  const cells = mkdtempSync(join(tmpdir(), "scenario-needs-"));
  try {
    for (const cause of causes) {
      for (const mitigation of [undefined, ...mitigations]) {
        const cell = { members: 3, family: usualFamily(cause), connections: 200 };
        if (whyNot(cause, mitigation, cell)) continue;
        const { scenario } = cellCase(
          { cause, mitigation, cell },
          { cells, topologies: "topologies" },
        );
        // A mitigation may replace what the cause's own scenario needs, which is then not asked for.
        const declared = (mitigation ?? cause).needs.probes ?? [];
        expect(needsOf(scenario), scenario.name).toEqual(expect.arrayContaining([...declared]));
      }
    }
  } finally {
    rmSync(cells, { recursive: true });
  }
});
