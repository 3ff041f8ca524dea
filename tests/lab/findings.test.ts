import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { until } from "../../src/core/index.js";
import type { ScenarioInput } from "../../src/scenario/index.js";
import { MAIN, shift, withResults } from "./cli.js";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "scenarios/findings");
const SCENARIO = `name: asked
title: A lab to ask in
about: Its traffic is not used.
topology: cluster
traffic: [{ kind: held, id: held, count: 1 }]
expect: [{ that: every-connection, of: held, is: closed }]
`;
const MEMBERS = [
  ["9001", "198.18.0.5", "eth3"],
  ["9002", "198.18.0.7", "eth4"],
  ["9003", "198.18.0.9", "eth5"],
] as const;
/** What makes a finding go away, by its scenario: without it, its lab might show the same for another reason. */
const GOES_AWAY: Record<string, (scenario: ScenarioInput) => ScenarioInput> = {
  "policy-1-hides-shifts": ({ conditions = [], ...rest }) => ({
    ...rest,
    conditions: conditions.map((one) =>
      one.kind === "sysctl" && one.node === "core" ? { ...one, value: 3 } : one,
    ),
  }),
  "one-member-marks-no-bucket": (scenario) => ({ ...scenario, families: [6] }),
};
const DEADLINE = { deadlineMs: 10_000, everyMs: 50 };
const SAID = "another version behaves otherwise than docs/findings.md says";

describe("what docs/findings.md tells is still so", () => {
  const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
  // Of each, the verdicts in its families.
  const seen = new Map<string, Set<string>>();

  const otherwise = (results: string) => (name: string) => {
    const file = files.find((one) => one.endsWith(`-${name}.yaml`)) as string;
    const scenario = GOES_AWAY[name]?.(parse(readFileSync(file, "utf8")));
    const path = join(results, `${name}.yaml`);
    writeFileSync(path, stringify({ ...scenario, name: `${name}-otherwise` }));
    return path;
  };

  beforeAll(async () => {
    await withResults(async (results) => {
      const others = Object.keys(GOES_AWAY).map(otherwise(results));
      const { document } = await shift(
        ["run", ...files, ...others, "--no-control", "--driver", "netns"],
        results,
      );
      for (const { name, verdict, reasons } of document?.cases ?? [])
        seen.set(name, (seen.get(name) ?? new Set()).add([verdict, ...reasons].join("; ")));
    });
  });

  test.each(files.map((file) => file.replace(/^.*\/\d+-(.*)\.yaml$/, "$1")))("%s", (name) => {
    expect([...(seen.get(name) ?? [])], SAID).toEqual(["pass"]);
  });

  test.each(Object.keys(GOES_AWAY))("%s, and not for another reason", (name) => {
    expect([...(seen.get(`${name}-otherwise`) ?? [])], SAID).toEqual([
      expect.stringMatching(/^fail; /),
    ]);
  });
});

/** A lab of the cluster to ask in, brought up for one test. */
async function withLab(
  ask: (exec: (node: string, ...argv: string[]) => ResultPromise) => Promise<void>,
): Promise<void> {
  await withResults(async (folder) => {
    const scenario = join(folder, "asked.yaml");
    writeFileSync(scenario, SCENARIO);
    const run = (...args: string[]) => execa("node", [MAIN, ...args], { cwd: ROOT });
    const { stdout: up } = await run("up", scenario, "--driver", "netns");
    const lab = /^(\S+) is up/m.exec(up)?.[1] as string;
    try {
      await ask((node, ...argv) => run("exec", "--lab", lab, node, "--", ...argv));
    } finally {
      await run("down", "--lab", lab);
    }
  });
}

test("zebra undoes the edit of a next-hop group that is not its own", async () => {
  await withLab(async (exec) => {
    const nexthop = (...argv: string[]) => exec("core", "ip", "nexthop", ...argv);
    for (const [id, via, dev] of MEMBERS) await nexthop("add", "id", id, "via", via, "dev", dev);
    await nexthop("add", "id", "9100", "group", "9001/9002/9003");
    // zebra minds a group that a route uses.
    await exec("core", "ip", "route", "replace", "203.0.113.10", "nhid", "9100", "table", "4200");
    const monitor = exec("core", "ip", "monitor", "nexthop");
    monitor.catch(() => undefined);
    let said = "";
    monitor.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    try {
      await until(
        "the monitor to listen",
        async () => {
          await nexthop("replace", "id", "9999", "blackhole");
          return said.includes("id 9999");
        },
        DEADLINE,
      );
      await nexthop("replace", "id", "9100", "group", "9002/9003");
      // In this order: the edit, and what undoes it.
      await until(SAID, () => /id 9100 group 9002\/9003.*id 9100 group 9001/s.test(said), DEADLINE);
    } finally {
      monitor.kill();
    }
  });
});
