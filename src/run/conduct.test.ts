import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { type Scope, ShiftError } from "../core/index.js";
import type { LabDriver, RunningLab } from "../driver/index.js";
import { evidenceOf } from "../verdict/fixtures/case-folder.js";
import { evidencePath, readEvidence, runDocumentSchema } from "../verdict/index.js";
import { runCase } from "./case.js";
import { conduct } from "./conduct.js";
import { noDriver } from "./fixtures/no-lab.js";
import { type PlannedParts, planned, resultOf } from "./fixtures/planned.js";
import { Judging } from "./judging.js";
import type { PlannedCase } from "./plan.js";

vi.mock("./case.js", () => ({ runCase: vi.fn() }));

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "results-"));
});
afterEach(() => rmSync(results, { recursive: true }));

/** A case that can be conducted, and its file. */
function caseOf(name: string, parts: PlannedParts = {}): PlannedCase {
  const file = join(results, `${name}.yaml`);
  writeFileSync(file, "");
  return { ...planned(name, parts), file };
}

/** Conducts cases, in labs that the driver brings up so. */
function conducted(
  cases: PlannedCase[],
  deploy: (scope: Scope) => Partial<RunningLab>,
  signal = new AbortController().signal,
  more: Partial<LabDriver> = {},
) {
  return conduct({
    name: "test",
    command: "",
    results,
    runId: "run",
    driver: { ...noDriver(deploy), ...more },
    image: "",
    cases,
    workers: 1,
    listener: () => undefined,
    signal,
  });
}

/** Runs cases by calling back instead, which returns their faults; every one passes. */
function withCases(run: (name: string) => string[]): void {
  vi.mocked(runCase).mockImplementation(async ({ scenario, family }) => {
    return { ...evidenceOf(scenario.expect, { family, faults: run(scenario.name) }), scenario };
  });
  vi.spyOn(Judging.prototype, "judge").mockImplementation(async ({ caseId, runFolder }) => {
    const { scenario, family } = readEvidence(runFolder, caseId).evidence;
    return resultOf(planned(scenario.name, { family }), "pass");
  });
}

test("a lab that could not be had is an error of the run, and so is what was left of it", async () => {
  const { document } = await conducted([caseOf("case")], (scope) => {
    scope.defer("the lab", () => {
      throw new Error("busy");
    });
    throw new ShiftError({ code: "E_DEPLOY", message: "no room", hint: "make some" });
  });
  expect(document.verdict).toBe("inconclusive");
  expect(document.errors).toMatchObject([
    { code: "E_DEPLOY", message: "no room", hint: "make some" },
    { code: "E_CLEANUP", message: "could not undo: the lab: busy" },
  ]);
});

test("the cases of a lab that could not be had are inconclusive, and say why; those of another are run", async () => {
  const ran: string[] = [];
  withCases((name) => {
    ran.push(name);
    return [];
  });
  const cases = [
    caseOf("a"),
    caseOf("b"),
    caseOf("b", { family: 6 }),
    caseOf("c", { topology: "fan" }),
  ];
  let labs = 0;
  const { document } = await conducted(cases, () => {
    if (++labs === 1) throw new ShiftError({ code: "E_DEPLOY", message: "no room" });
    return {};
  });
  expect(ran).toEqual(["c"]);
  const why = "it was not run, for want of a lab: E_DEPLOY: no room";
  expect(document.cases).toMatchObject([
    { name: "a", scenario: "scenarios/a.yaml", verdict: "inconclusive", reasons: [why] },
    { name: "b", family: 4, verdict: "inconclusive", reasons: [why] },
    { name: "b", family: 6, verdict: "inconclusive", reasons: [why] },
    { name: "c", verdict: "pass" },
  ]);
  expect(() => runDocumentSchema.parse(document)).not.toThrow();
});

test("a clock that is set back meanwhile makes no run shorter", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  withCases(() => {
    vi.setSystemTime(0);
    return [];
  });
  const { document } = await conducted([caseOf("a")], () => ({}));
  expect(document.durationMs).toBeGreaterThan(0);
});

test("a case for which the host lacks something is not run, and says so; the others are", async () => {
  const ran: string[] = [];
  withCases((name) => {
    ran.push(name);
    return [];
  });
  const lacks = "this host lacks Multipath TCP (no mptcpize)";
  const { document } = await conducted([{ ...caseOf("a"), lacks }, caseOf("b")], () => ({}));
  expect(ran).toEqual(["b"]);
  expect(document).toMatchObject({
    verdict: "inconclusive",
    cases: [
      { name: "a", verdict: "inconclusive", reasons: [`it was not run: ${lacks}`] },
      { name: "b", verdict: "pass" },
    ],
    errors: [],
  });
});

test("a lab that does not settle after a case is an error, and the next case gets another", async () => {
  const labs: { dead: string[] }[] = [];
  withCases(() => {
    labs.at(-1)?.dead.push("hop2");
    return [];
  });
  const cases = ["a", "b", "c"].map((name) => caseOf(name));
  const { document } = await conducted(cases, () => {
    const lab = { dead: [] as string[] };
    labs.push(lab);
    return { deadNodes: () => lab.dead };
  });
  expect(document.cases.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    "a pass",
    "b pass",
    "c pass",
  ]);
  expect(labs).toHaveLength(3);
  expect(document.errors.map(({ code }) => code)).toEqual(["E_NODE_DIED", "E_NODE_DIED"]);
  expect(document.verdict).toBe("inconclusive");
});

test("a lab of which something was left is an error, and the next case gets another", async () => {
  const ran: string[] = [];
  withCases((name) => {
    ran.push(name);
    return ["E_TRAFFIC: it spoils the lab"];
  });
  const cases = ["a", "b"].map((name) => caseOf(name));
  const { document } = await conducted(cases, (scope) => {
    scope.defer("the lab", () => {
      throw new Error("busy");
    });
    return {};
  });
  expect(ran).toEqual(["a", "b"]);
  expect(document.errors.map(({ code }) => code)).toEqual(["E_CLEANUP", "E_CLEANUP"]);
});

test("an interruption while a lab is removed is told, and the cases that are left are not run", async () => {
  withCases(() => ["E_TRAFFIC: it spoils the lab"]);
  const interruption = new AbortController();
  const cases = ["a", "b", "c"].map((name) => caseOf(name));
  const deploy = (scope: Scope) => {
    scope.defer("the lab", () => interruption.abort());
    return {};
  };
  const { document } = await conducted(cases, deploy, interruption.signal);
  expect(document.cases.map(({ name }) => name)).toEqual(["a"]);
  expect(document.errors).toEqual([{ code: "E_INTERRUPTED", message: "interrupted before b-v4" }]);
});

test("a case whose control does not pass is inconclusive, and comes where it was planned", async () => {
  withCases(() => []);
  vi.spyOn(Judging.prototype, "judge").mockImplementation(async ({ caseId }) =>
    caseId === "control-v4"
      ? resultOf(planned("control"), "fail")
      : resultOf(planned(caseId.replace("-v4", "")), "pass"),
  );
  const cases = [
    caseOf("shift"),
    caseOf("fan", { topology: "fan" }),
    caseOf("control", { control: true }),
  ];
  const { document } = await conducted(cases, () => ({}));
  expect(document.cases).toMatchObject([
    { name: "shift", verdict: "inconclusive", reasons: ["its control control-v4 is fail"] },
    { name: "fan", verdict: "pass" },
    { name: "control", verdict: "fail" },
  ]);
});

test("a run whose log could not be written, or of which something is found left, is no pass", async () => {
  withCases(() => []);
  const { document, folder, amend } = await conducted([caseOf("a")], () => ({}));
  expect(document.verdict).toBe("pass");
  amend(new ShiftError({ code: "E_CLEANUP", message: "a lab was left" }));
  const written: unknown = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
  expect(written).toMatchObject({ verdict: "inconclusive", errors: [{ code: "E_CLEANUP" }] });
  withCases(() => {
    const log = join(results, "latest", "events.jsonl");
    rmSync(log);
    mkdirSync(log);
    return [];
  });
  expect((await conducted([caseOf("a")], () => ({}))).document).toMatchObject({
    verdict: "inconclusive",
    errors: [{ code: "E_DISK", message: expect.stringContaining("events.jsonl") }],
  });
});

test("while it is under way its document says so, with each of its cases", async () => {
  let found: unknown;
  withCases(() => {
    found = JSON.parse(readFileSync(join(results, "latest", "run.json"), "utf8"));
    return [];
  });
  const { document, folder } = await conducted([caseOf("a"), caseOf("b")], () => ({}));
  const why = ["its run has not ended"];
  expect(runDocumentSchema.parse(found)).toMatchObject({
    verdict: "inconclusive",
    cases: [
      { name: "a", scenario: "scenarios/a.yaml", verdict: "inconclusive", reasons: why },
      { name: "b", verdict: "inconclusive", reasons: why },
    ],
    errors: [{ code: "E_UNFINISHED", hint: expect.stringContaining(`judge ${folder}`) }],
  });
  expect(document).toMatchObject({ verdict: "pass", errors: [] });
});

test("a case that could not be judged is inconclusive, and all that was recorded of it is there", async () => {
  withCases(() => ["E_TRAFFIC: none"]);
  vi.spyOn(Judging.prototype, "judge").mockImplementation(async ({ caseId }) => {
    if (caseId === "b-v4") throw new ShiftError({ code: "E_JUDGE", message: "it is gone" });
    return resultOf(planned("a"), "pass");
  });
  const { document, folder } = await conducted([caseOf("a"), caseOf("b")], () => ({}));
  expect(document).toMatchObject({
    verdict: "inconclusive",
    cases: [
      { name: "a", verdict: "pass" },
      { name: "b", verdict: "inconclusive", reasons: ["it could not be judged"] },
    ],
    errors: [{ code: "E_JUDGE", case: "b-v4" }],
  });
  expect(document.cases[1]?.events).toHaveLength(1);
  expect(readEvidence(folder, "b-v4").evidence.faults).toEqual(["E_TRAFFIC: none"]);
});

test("evidence that cannot be written is an error, and its case inconclusive", async () => {
  withCases(() => {
    writeFileSync(join(results, "latest", "evidence"), "a file in the way");
    return [];
  });
  const { document, folder } = await conducted([caseOf("a")], () => ({}));
  expect(document).toMatchObject({
    cases: [{ verdict: "inconclusive", reasons: ["it could not be judged"] }],
    errors: [
      { code: "E_DISK", message: expect.stringContaining(join(folder, evidencePath("a-v4"))) },
    ],
  });
});

test("a driver that cannot be asked for its versions leaves no run folder, and latest as it was", async () => {
  withCases(() => []);
  const { folder } = await conducted([caseOf("a")], () => ({}));
  const before = readdirSync(join(results, "test"));
  const versions = async () => {
    throw new ShiftError({ code: "E_DOCKER", message: "no answer" });
  };
  await expect(
    conducted([caseOf("a")], () => ({}), new AbortController().signal, { versions }),
  ).rejects.toThrow("no answer");
  expect(readdirSync(join(results, "test"))).toEqual(before);
  expect(realpathSync(join(results, "latest"))).toBe(realpathSync(folder));
});
