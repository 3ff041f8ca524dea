import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { ShiftError } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import type { Lab } from "../topology/index.js";
import { SourcePorts } from "../traffic/index.js";
import { runCase } from "./case.js";
import { noLab } from "./fixtures/no-lab.js";
import { type PlannedParts, planned } from "./fixtures/planned.js";

vi.mock("./case-captures.js", () => ({
  CaseCaptures: { arm: async () => ({ stop: async () => undefined }) },
}));
vi.mock("../events/index.js", async (original) => ({
  ...(await original<typeof import("../events/index.js")>()),
  watchFib: async ({ name }: NodeShell) => ({ router: name, since: () => [] }),
}));

const SYSCTL = { kind: "sysctl", node: "hop", key: "net.ipv4.tcp_ecn", value: "2" } as const;

let runFolder: string;
beforeEach(() => {
  runFolder = mkdtempSync(join(tmpdir(), "run-"));
});
afterEach(() => rmSync(runFolder, { recursive: true }));

/** What is recorded of a case without traffic, in a lab without nodes unless one is given. */
function evidenceOf(parts: PlannedParts, exec?: NodeShell["exec"], lab?: Lab) {
  const bare = planned("case", { traffic: [], ...parts });
  const one = { ...bare, lab: lab ?? bare.lab };
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
  const { faults } = await evidenceOf({ conditions: [SYSCTL] }, exec);
  expect(faults).toEqual([
    "E_COMMAND: no net.ipv4.tcp_ecn=2",
    "E_CLEANUP: could not undo: sysctl net.ipv4.tcp_ecn at hop: no net.ipv4.tcp_ecn=1",
  ]);
});

test("a wall clock that is set during a case is a fault of the case", async () => {
  const real = Date.now;
  const exec: NodeShell["exec"] = async () => {
    vi.spyOn(Date, "now").mockImplementation(() => real() - 60_000);
    return "1";
  };
  const { faults } = await evidenceOf({ conditions: [SYSCTL] }, exec);
  expect(faults.at(-1)).toMatch(/^the wall clock was set by -(60000|59999|60001) ms during the /);
  // The next case counts with the clock as it is now.
  const next = await evidenceOf({});
  expect(next.faults.join()).not.toContain("clock");
});

test("what goes on in the background ends with its case when a step fails", async () => {
  const exec: NodeShell["exec"] = async (argv) => {
    if (argv[0] !== "false") return "";
    throw new ShiftError({ code: "E_COMMAND", message: "it fails" });
  };
  const node = "core";
  const timeline = [
    { do: "drop" as const, node, for: 3_600_000, background: true },
    { do: "command" as const, node, run: ["false"] },
  ];
  const { events, faults } = await evidenceOf({ timeline }, exec, shippedLab("cluster"));
  expect(faults).toEqual(["E_COMMAND: it fails"]);
  expect(events.at(-1)).toMatchObject({ event: "drop-end", target: node });
});
