import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ShiftError, type TrafficRecord } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { SourcePorts } from "../traffic/index.js";
import { collectRecords, runCase } from "./case.js";
import { noLab } from "./fixtures/no-lab.js";
import { type PlannedParts, planned } from "./fixtures/planned.js";

let runFolder: string;
beforeEach(() => {
  runFolder = mkdtempSync(join(tmpdir(), "run-"));
});
afterEach(() => rmSync(runFolder, { recursive: true }));

/** What is recorded of a case in a lab without nodes and traffic. */
function evidenceOf(parts: PlannedParts, exec?: NodeShell["exec"]) {
  const one = planned("case", { traffic: [], ...parts });
  return runCase(one, {
    running: noLab(one, exec),
    ports: new SourcePorts(20_000),
    runFolder,
    labFolder: "",
    scenarioFile: "",
    listener: () => undefined,
  });
}

test("what goes wrong is a fault of the case, and so is what could not be undone after it", async () => {
  const exec: NodeShell["exec"] = async (argv) => {
    if (!argv.includes("-w")) return "1";
    throw new ShiftError({ code: "E_COMMAND", message: `no ${argv.at(-1)}` });
  };
  const sysctl = { kind: "sysctl", node: "hop", key: "net.ipv4.tcp_ecn", value: "2" } as const;
  const { faults } = await evidenceOf({ conditions: [sysctl] }, exec);
  expect(faults).toEqual([
    "E_COMMAND: no net.ipv4.tcp_ecn=2",
    "E_CLEANUP: could not undo: sysctl net.ipv4.tcp_ecn at hop: no net.ipv4.tcp_ecn=1",
  ]);
});

describe("collectRecords", () => {
  const record = (traffic: string) => ({ traffic }) as TrafficRecord;
  const ending = (id: string) => ({ id, finished: async () => [record(id)] });

  test("keeps what the traffic after a failed one recorded, and what the failed one had so far", async () => {
    const broken = {
      id: "broken",
      finished: () => Promise.reject(new ShiftError({ code: "E_TRAFFIC", message: "no answer" })),
      soFar: () => [record("broken")],
    };
    const evidence = { traffic: [], faults: [] };
    await collectRecords([broken, ending("later")], evidence);
    expect(evidence).toEqual({
      traffic: [record("broken"), record("later")],
      faults: ["E_TRAFFIC: no answer"],
    });
  });

  test("keeps what held traffic had so far when the case is interrupted", async () => {
    const interruption = new AbortController();
    const endless = { id: "endless", finished: () => new Promise<never>(() => undefined) };
    const held = { ...ending("held"), soFar: () => [record("held")] };
    const evidence = { traffic: [], faults: [] };
    const collected = collectRecords([endless, held], evidence, interruption.signal);
    interruption.abort();
    await collected;
    expect(evidence).toEqual({
      traffic: [record("held")],
      faults: ["endless", "held"].map(
        (id) => `E_INTERRUPTED: interrupted while waiting for the end of ${id}`,
      ),
    });
  });
});
