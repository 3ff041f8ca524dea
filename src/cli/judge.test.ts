import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { matrixFixture } from "../matrix/fixtures/cells.js";
import { captureAll, evidenceOf, told } from "../verdict/fixtures/case-folder.js";
import { caseNamed, runOf, writeEvidence } from "../verdict/fixtures/run-folder.js";
import { SHIFT_EXPECTED, shiftedDownload } from "../verdict/fixtures/shift-case.js";
import type { RunDocument, Ties } from "../verdict/index.js";
import { judgeCommand } from "./judge.js";

let folder: string;
let printed: string;
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

/** A run folder with a shift that the captures prove, whatever its document says. */
function shiftRun(document: Partial<RunDocument>, ties?: Ties): void {
  const { runFolder, captures } = captureAll([shiftedDownload()]);
  folder = runFolder;
  const evidence = evidenceOf(SHIFT_EXPECTED, { traffic: [told("reset")], captures });
  writeEvidence(folder, evidence, ties);
  const cases = [caseNamed("shift", "fail")];
  writeFileSync(join(folder, "run.json"), JSON.stringify(runOf(cases, document)));
}

const judge = (...args: string[]) => judgeCommand().parseAsync([folder, ...args], { from: "user" });
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as RunDocument;

test("writes the document and the reports anew, and keeps what the run itself found", async () => {
  shiftRun({ verdict: "fail" });
  await judge();
  expect(process.exitCode).toBe(0);
  expect(printed).toContain("judged again: 1 case, 1 with another verdict than before");
  expect(printed).toContain("shift-v4: fail before, pass now");
  const document = read("run.json");
  expect(document).toMatchObject({ verdict: "pass", cases: [{ verdict: "pass" }] });
  expect(document.judgedAgain?.program).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("judged again");
  expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("Judged again");

  printed = "";
  await judge();
  expect(printed).toContain("judged again: 1 case, none with another verdict than before");
  expect(read("run.original.json")).toMatchObject({
    verdict: "fail",
    cases: [{ verdict: "fail" }],
  });
});

test("a run that was killed has the cases that ended, and proves nothing as a whole", async () => {
  const killed = { code: "E_UNFINISHED", message: "the run has not ended" };
  shiftRun({ errors: [killed] });
  await judge("--json");
  expect(process.exitCode).toBe(3);
  expect(JSON.parse(printed)).toMatchObject({
    verdict: "inconclusive",
    cases: [{ verdict: "pass" }],
    errors: [killed],
  });
});

test("a plan is held to its bounds again", async () => {
  const plan = { without: "shift-without-v4", mitigation: "own", cost: "", notAgainst: null };
  shiftRun({}, { controls: [], plan: { ...plan, bounds: { lost: 0.01 } } });
  await judge();
  const [mitigated] = read("run.json").cases;
  expect(mitigated).toMatchObject({ verdict: "inconclusive", comparison: { mitigation: "own" } });
  expect(mitigated?.reasons[0]).toBe("without the mitigation it was not run");
  expect(mitigated?.expectations.at(-1)).toMatchObject({ text: "lost <= 1.0 %", verdict: "fail" });
});

test("the matrix of a run is judged again with it", async () => {
  shiftRun({});
  const matrix = matrixFixture();
  const cells = matrix.cells.slice(0, 1).map((cell) => ({
    ...cell,
    runs: [{ folder: "results/matrix/1", case: "shift-v4" }],
  }));
  writeFileSync(join(folder, "matrix.json"), JSON.stringify({ ...matrix, cells }));
  await judge();
  // Its one connection is no judged one of a cell.
  expect(printed).toContain("the matrix: 1 cell, 1 with another verdict than before");
  expect(printed).toContain(`${cells[0]?.id}: as expected before, inconclusive now`);
  expect(process.exitCode).toBe(4);
  expect(read("matrix.json")).toMatchObject({ cells: [{ verdict: "inconclusive", own: null }] });
  expect(read("matrix.original.json")).toMatchObject({ cells: [{ verdict: "as expected" }] });
  expect(existsSync(join(folder, "matrix.html"))).toBe(true);
});

test("a run of which nothing was recorded is left as it is", async () => {
  shiftRun({});
  rmSync(join(folder, "evidence"), { recursive: true });
  const before = readFileSync(join(folder, "run.json"), "utf8");
  await expect(judge()).rejects.toMatchObject({ code: "E_USAGE" });
  expect(readFileSync(join(folder, "run.json"), "utf8")).toBe(before);
});

test("evidence that cannot be read is named, and nothing is written", async () => {
  shiftRun({});
  mkdirSync(join(folder, "evidence"), { recursive: true });
  writeFileSync(
    join(folder, "evidence", "shift-v4.json"),
    '{"version":"anycast-shift/evidence/1"}',
  );
  const before = readFileSync(join(folder, "run.json"), "utf8");
  await expect(judge()).rejects.toMatchObject({
    code: "E_FILE",
    message: expect.stringContaining("shift-v4.json is no evidence of this version: evidence: "),
  });
  expect(readFileSync(join(folder, "run.json"), "utf8")).toBe(before);
});

test("evidence without what its traffic needs is no bug of the program, but named", async () => {
  shiftRun({});
  const file = join(folder, "evidence", "shift-v4.json");
  const recorded = JSON.parse(readFileSync(file, "utf8"));
  const { scenario } = recorded.evidence;
  scenario.traffic = [{ kind: "curl", id: "download" }];
  scenario.timeline = [{ do: "drop", node: "hop2" }];
  const named = (part: string) => expect.stringContaining(`no evidence of this version: ${part}: `);
  for (const [part, mend] of [
    ["evidence.scenario.traffic[0].sizes", () => (scenario.traffic[0].sizes = [1000])],
    ["evidence.scenario.timeline[0].for", () => (scenario.timeline = [])],
  ] as const) {
    writeFileSync(file, JSON.stringify(recorded));
    await expect(judge()).rejects.toMatchObject({ code: "E_FILE", message: named(part) });
    mend();
  }
});

test("a matrix that ran no cell has no run to judge, and its own page is named", async () => {
  folder = mkdtempSync(join(tmpdir(), "judge-"));
  writeFileSync(join(folder, "matrix.json"), "{}");
  const hint = expect.stringContaining(join(folder, "matrix.html"));
  await expect(judge()).rejects.toMatchObject({ code: "E_USAGE", hint });
});
