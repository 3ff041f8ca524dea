import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readEvidence } from "./evidence.js";
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

test("a case without evidence is as it was, and what it controls proves nothing", async () => {
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
