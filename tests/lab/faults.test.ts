import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { until } from "../../src/core/index.js";
import {
  leftoversSince,
  processIds,
  procText,
  registeredRuns,
  takeAudit,
} from "../../src/driver/index.js";
import type { RunDocument } from "../../src/verdict/index.js";
import { judgeAgain, MAIN, shift, withResults } from "./cli.js";

// Processes that carry the id of one of these runs.
function processesOf(ids: (string | undefined)[]): number[] {
  return processIds().filter((pid) => {
    const environment = procText(pid, "environ").split("\0");
    return ids.some((id) => environment.includes(`ANYCAST_SHIFT_RUN=${id}`));
  });
}

describe.each(["netns", "containerlab"])("faults on %s", (driver) => {
  test("Ctrl-C in mid-case keeps the captures, removes the lab and ends with 130", async () => {
    await withResults(async (results) => {
      const before = await takeAudit();
      const { exitCode, document } = await shift(
        ["repro", "--only", "payloads-by-exposure", "--workers", "1", "--driver", driver],
        results,
        { at: /payloads-by-exposure-v4: flap/, by: "SIGINT" },
      );
      expect(exitCode).toBe(130);
      const broken = document?.cases.find(({ name }) => name === "payloads-by-exposure");
      expect(broken?.verdict).toBe("inconclusive");
      expect(broken?.captures.reduce((sum, { packets }) => sum + packets, 0)).toBeGreaterThan(0);
      for (const { file } of broken?.captures ?? [])
        expect(existsSync(join(results, "latest", file))).toBe(true);
      expect(await leftoversSince(before, document?.id ?? "")).toEqual([]);
    });
  });
});

test.each(["SIGHUP", "reader"] as const)(
  "a run that loses its terminal ends in order: %s",
  async (by) => {
    await withResults(async (results) => {
      const before = await takeAudit();
      const { exitCode, document } = await shift(
        ["repro", "--only", "shift", "--driver", "netns"],
        results,
        { at: /: steady/, by },
      );
      expect(exitCode).toBe(130);
      expect(document?.verdict).toBe("inconclusive");
      expect(await leftoversSince(before, document?.id ?? "")).toEqual([]);
    });
  },
);

test("an event that cannot be done takes nothing from what held connections have told", async () => {
  await withResults(async (results) => {
    const file = join(results, "no-such-program.yaml");
    writeFileSync(
      file,
      `name: no-such-program
title: A command that is none
about: It cannot be run.
topology: cluster
traffic:
  - { kind: held, id: held, from: [origin1], count: 5 }
timeline:
  - { do: command, node: core, run: ["false"] }
  - { do: probe, traffic: held }
expect:
  - { that: every-connection, of: held, is: closed }
`,
    );
    const { document } = await shift(["run", file, "--driver", "netns"], results);
    const broken = document?.cases.find(({ name }) => name === "no-such-program");
    expect(broken?.verdict).toBe("inconclusive");
    expect(broken?.reasons.join()).toContain("E_COMMAND: core: false");
    expect(broken?.connections.map(({ traffic }) => traffic)).toEqual(new Array(5).fill("held"));
  });
});

test("`up` that is interrupted leaves no lab, no process and no file", async () => {
  const before = await takeAudit();
  const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith("anycast-shift-up-"));
  const [runs, folders] = [registeredRuns(), own()];
  const up = execa("node", [MAIN, "up", "scenarios/article/05-shift.yaml", "--driver", "netns"], {
    reject: false,
  });
  const newRun = () => registeredRuns().find((id) => !runs.includes(id));
  const runId = await until("the lab's run", newRun, { deadlineMs: 30_000 });
  up.kill("SIGINT");
  const { exitCode, stderr } = await up;
  expect(exitCode, stderr).toBe(130);
  expect(await leftoversSince(before, runId)).toEqual([]);
  expect(registeredRuns()).not.toContain(runId);
  expect(own()).toEqual(folders);
});

test("a judge that is killed costs a verdict, which judging again brings", async () => {
  await withResults(async (results) => {
    const run = shift(
      ["repro", "--only", "control", "--driver", "netns", "--workers", "1"],
      results,
    );
    const judge = await until("the judge of this run", () => judgeOf(results), {
      deadlineMs: 60_000,
    });
    process.kill(judge, "SIGKILL");
    const { exitCode, document } = await run;
    expect(exitCode).toBe(3);
    expect(document?.errors).toMatchObject([
      { code: "E_JUDGE", message: "the process that judges control-v4 ended with SIGKILL" },
    ]);
    const verdicts = (run: RunDocument | undefined) =>
      run?.cases.map(({ family, verdict }) => [family, verdict]);
    expect(verdicts(document)).toEqual([
      [4, "inconclusive"],
      [6, "pass"],
    ]);
    const again = await judgeAgain(results);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.document?.errors).toEqual([]);
    expect(verdicts(again.document)).toEqual([
      [4, "pass"],
      [6, "pass"],
    ]);
  });
});

test("a run that is killed can be judged by the cases that had ended", async () => {
  await withResults(async (results) => {
    const before = await takeAudit();
    const args = ["repro", "--only", "control,shift", "--driver", "netns", "--workers", "1"];
    const { document } = await shift(args, results, { at: /shift-v6: withdraw/, by: "SIGKILL" });
    expect(document?.errors).toMatchObject([{ code: "E_UNFINISHED" }]);
    await execa("node", [MAIN, "clean"]);
    expect(await leftoversSince(before, document?.id ?? "")).toEqual([]);
    const again = await judgeAgain(results);
    expect(again.exitCode, again.stderr).toBe(3);
    expect(again.document?.judgedAgain).toBeDefined();
    expect(again.document?.errors).toMatchObject([{ code: "E_UNFINISHED" }]);
    const judged = again.document?.cases.map(
      ({ name, family, verdict }) => `${name}-v${family} ${verdict}`,
    );
    expect(judged).toEqual([
      "control-v4 pass",
      "control-v6 pass",
      "shift-v4 pass",
      "shift-v6 inconclusive",
    ]);
  });
});

// The process that judges the cases of the run with these results; undefined until there is one.
function judgeOf(results: string): number | undefined {
  const log = join(results, "latest", "events.jsonl");
  if (!existsSync(log)) return undefined;
  const { id } = JSON.parse(readFileSync(log, "utf8").split("\n", 1)[0] as string);
  return processesOf([id]).find((pid) => procText(pid, "cmdline").includes("judge-process"));
}

describe("two runs at once", () => {
  test("do not disturb each other", async () => {
    await withResults((first) =>
      withResults(async (second) => {
        const args = ["repro", "--only", "shift", "--driver", "netns"];
        const runs = await Promise.all([shift(args, first), shift(args, second)]);
        expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
        const clients = runs.map(
          ({ document }) => document?.cases.flatMap(({ connections }) => connections).length,
        );
        expect(clients[0]).toBe(clients[1]);
        expect(processesOf(runs.map(({ document }) => document?.id))).toEqual([]);
      }),
    );
  });
});

describe("bad input", () => {
  test("deploys nothing and ends with 2, with file, line and column", async () => {
    await withResults(async (results) => {
      const file = join(import.meta.dirname, "../golden/errors");
      const bad = join(file, readdirSync(file).find((name) => name.endsWith(".yaml")) as string);
      const { exitCode, stderr } = await shift(["run", bad, "--driver", "netns"], results);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/\.yaml:\d+:\d+: E_SCENARIO/);
      expect(readdirSync(results)).toEqual([]);
    });
  });

  test("an unknown case ends with 2 and names the cases", async () => {
    await withResults(async (results) => {
      const { exitCode, stderr } = await shift(["repro", "--only", "shfit"], results);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("path-splitting");
    });
  });

  test("a results folder that cannot be written ends with 3 and leaves no lab", async () => {
    // Below a file there is no folder, not even for root.
    const { exitCode, stderr } = await shift(
      ["repro", "--only", "shift", "--driver", "netns"],
      join(import.meta.filename, "results"),
    );
    expect(exitCode).toBe(3);
    expect(stderr).toContain("E_DISK");
  });
});

describe.each([2, 4, 8])("%i labs at once", (count) => {
  test("all pass, and none sees another's packets", async () => {
    const folders = Array.from({ length: count }, (_, index) => String(index));
    await withResults(async (results) => {
      const args = [
        "repro",
        "--only",
        "shift",
        "--family",
        "4",
        "--driver",
        "netns",
        "--workers",
        "1",
      ];
      const runs = await Promise.all(folders.map((name) => shift(args, join(results, name))));
      expect(runs.map(({ document }) => document?.cases.flatMap(({ reasons }) => reasons))).toEqual(
        folders.map(() => []),
      );
      for (const { document } of runs) {
        const connections = document?.cases.flatMap((one) => one.connections) ?? [];
        expect(connections.filter(({ traffic }) => traffic === undefined)).toEqual([]);
      }
    });
  });
});
