import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ShiftError } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { SourcePorts } from "../traffic/index.js";
import { runCase } from "./case.js";
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
