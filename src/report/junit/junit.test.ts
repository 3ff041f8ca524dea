import { expect, it } from "vitest";
import { goldenText } from "../fixtures/golden.js";
import { REGULAR } from "../fixtures/regular-case.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { renderJunit } from "./junit.js";

it("is one suite with a testcase for each case", async () => {
  const xml = renderJunit(RUN_DOCUMENT);
  expect(xml).toBe(await goldenText("junit.xml", xml));
});

it("is not green for a run that ended before its first case", () => {
  const xml = renderJunit({ ...RUN_DOCUMENT, verdict: "inconclusive", cases: [] });
  expect(xml).toContain('tests="1" failures="0" errors="1"');
  expect(xml).toContain('type="E_CLEANUP"');
});

it("is not green where only the run as a whole is no pass", () => {
  const run = { ...RUN_DOCUMENT, cases: [REGULAR], errors: [] };
  const inconclusive = renderJunit({ ...run, verdict: "inconclusive" });
  expect(inconclusive).toContain('tests="2" failures="0" errors="1"');
  expect(renderJunit({ ...run, verdict: "pass" })).toContain('tests="1" failures="0" errors="0"');
});

it("has no error of the run where a case accounts for its verdict, and says no hint that there is not", () => {
  const cases = [REGULAR, { ...REGULAR, verdict: "fail" as const }];
  const failed = { ...RUN_DOCUMENT, verdict: "fail" as const, cases };
  expect(renderJunit({ ...failed, errors: [] })).toContain('tests="2" failures="1" errors="0"');
  const errors = [{ code: "E_CLEANUP", message: "could not undo" }];
  expect(renderJunit({ ...failed, errors })).toContain(">could not undo</error>");
});
