import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { evidencePath, readEvidence } from "./evidence.js";
import { captureAll, evidenceOf, told } from "./fixtures/case-folder.js";
import { caseNamed, runOf, writeEvidence } from "./fixtures/run-folder.js";
import { SHIFT_EXPECTED, shiftedDownload } from "./fixtures/shift-case.js";
import { judgeCase } from "./judge.js";
import { judgeAgain } from "./judge-again.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A run folder with the captures and the evidence of a shift that they prove. */
function shiftFolder(controls: string[] = []) {
  const { runFolder, captures } = captureAll([shiftedDownload()]);
  folders.push(runFolder);
  const evidence = evidenceOf(SHIFT_EXPECTED, { traffic: [told("reset")], captures });
  writeEvidence(runFolder, evidence, { controls });
  return { runFolder, evidence };
}

test("evidence is read as it was written", () => {
  const { runFolder, evidence } = shiftFolder(["control-v4"]);
  expect(readEvidence(runFolder, "shift-v4")).toEqual({
    version: "anycast-shift/evidence/1",
    evidence,
    ties: { controls: ["control-v4"] },
  });
});

test("a case is judged as it was at first, whatever the document says of it", async () => {
  const { runFolder, evidence } = shiftFolder();
  const before = runOf([caseNamed("shift", "fail", { reasons: ["made up"] })]);
  const { cases, ties } = await judgeAgain(before, runFolder);
  expect(cases).toEqual([await judgeCase(evidence, runFolder)]);
  expect(cases[0]?.verdict).toBe("pass");
  expect([...ties.keys()]).toEqual(["shift-v4"]);
});

test("a capture that is gone makes it inconclusive", async () => {
  const { runFolder } = shiftFolder();
  rmSync(join(runFolder, "captures", "dest2-eth1.pcap"));
  const { cases } = await judgeAgain(runOf([caseNamed("shift", "pass")]), runFolder);
  expect(cases[0]?.verdict).toBe("inconclusive");
  expect(cases[0]?.reasons.join()).toContain("dest2-eth1.pcap");
});

test("a case without evidence proves nothing, and what it controls neither", async () => {
  const { runFolder } = shiftFolder(["control-v4"]);
  const before = runOf([caseNamed("control", "pass"), caseNamed("shift")]);
  expect((await judgeAgain(before, runFolder)).cases).toMatchObject([
    {
      verdict: "inconclusive",
      reasons: ["not judged again: evidence/control-v4.json is not there"],
    },
    { verdict: "inconclusive", reasons: ["its control control-v4 is inconclusive"] },
  ]);
});

test("a case that was not run is as it was, and what it controls proves nothing", async () => {
  const { runFolder } = shiftFolder(["control-v4"]);
  const control = caseNamed("control", "inconclusive", { reasons: ["it was not run"] });
  const { cases } = await judgeAgain(runOf([control, caseNamed("shift")]), runFolder);
  expect(cases).toMatchObject([
    control,
    { verdict: "inconclusive", reasons: ["its control control-v4 is inconclusive"] },
  ]);
});

test("that a case could not be judged is no error any more; others stay", async () => {
  const { runFolder } = shiftFolder();
  const errors = [
    { code: "E_JUDGE", message: "it is gone", case: "shift-v4" },
    { code: "E_JUDGE", message: "it is gone", case: "other-v4" },
    { code: "E_UNFINISHED", message: "the run has not ended" },
  ];
  const before = runOf([caseNamed("shift"), caseNamed("other")], { errors });
  expect((await judgeAgain(before, runFolder)).errors).toEqual(errors.slice(1));
});

describe("evidence that cannot be read", () => {
  const damage = (runFolder: string, id: string) =>
    writeFileSync(join(runFolder, evidencePath(id)), "{");
  const unread = (id: string) => ({
    code: "E_FILE",
    message: expect.stringContaining(`${id}.json`),
    case: id,
  });

  test("is an error of its case, which proves nothing then; the others are judged", async () => {
    const { runFolder } = shiftFolder();
    damage(runFolder, "other-v4");
    const before = runOf([caseNamed("other", "pass"), caseNamed("shift", "fail")]);
    const { cases, errors, ties } = await judgeAgain(before, runFolder);
    expect(cases).toMatchObject([
      {
        verdict: "inconclusive",
        reasons: [expect.stringMatching(/^not judged again: .*other-v4.json/)],
      },
      { verdict: "pass" },
    ]);
    expect([...ties.keys()]).toEqual(["shift-v4"]);
    expect(errors).toEqual([unread("other-v4")]);
    const again = await judgeAgain({ ...before, cases, errors }, runFolder);
    expect(again.errors).toEqual(errors);
  });

  test("is what another case's is", async () => {
    const { runFolder, evidence } = shiftFolder();
    const scenario = { ...evidence.scenario, name: "other" };
    writeEvidence(runFolder, { ...evidence, scenario });
    cpSync(join(runFolder, evidencePath("shift-v4")), join(runFolder, evidencePath("other-v4")));
    const before = runOf([caseNamed("shift"), caseNamed("other", "pass")]);
    const { cases, errors } = await judgeAgain(before, runFolder);
    expect(cases).toMatchObject([{ verdict: "pass" }, { name: "other", verdict: "inconclusive" }]);
    expect(errors).toMatchObject([
      { code: "E_FILE", message: expect.stringMatching(/is the evidence of shift-v4$/) },
    ]);
  });

  test("and evidence of no case of the document are told, once", async () => {
    const { runFolder, evidence } = shiftFolder();
    writeEvidence(runFolder, { ...evidence, scenario: { ...evidence.scenario, name: "other" } });
    const before = runOf([caseNamed("shift")]);
    const { cases, errors } = await judgeAgain(before, runFolder);
    expect(errors).toEqual([
      {
        code: "E_FILE",
        message: "evidence/other-v4.json is of no case of run.json",
        case: "other-v4",
      },
    ]);
    expect((await judgeAgain({ ...before, cases, errors }, runFolder)).errors).toEqual(errors);
  });

  test("is told by the part that is missing", async () => {
    const { runFolder, evidence } = shiftFolder();
    const { conditions: _, ...scenario } = evidence.scenario;
    writeEvidence(runFolder, { ...evidence, scenario: scenario as typeof evidence.scenario });
    await expect(judgeAgain(runOf([caseNamed("shift")]), runFolder)).rejects.toMatchObject({
      code: "E_FILE",
      message: expect.stringContaining("evidence.scenario.conditions"),
    });
  });

  test("of the only case ends it", async () => {
    const { runFolder } = shiftFolder();
    damage(runFolder, "shift-v4");
    await expect(judgeAgain(runOf([caseNamed("shift")]), runFolder)).rejects.toMatchObject({
      code: "E_FILE",
    });
  });
});
