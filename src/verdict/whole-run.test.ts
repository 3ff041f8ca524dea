import { describe, expect, test } from "vitest";
import { caseNamed } from "./fixtures/run-folder.js";
import { holdToControls, verdictOf } from "./whole-run.js";

describe("holdToControls", () => {
  const controlsOf = (id: string) => (id === "shift-v4" ? ["control-v4"] : []);
  const hold = (verdict: "pass" | "fail" | "inconclusive" | undefined, own: "pass" | "fail") => {
    const results = [caseNamed("shift", own), caseNamed("shift", own, { family: 6 })];
    if (verdict) results.push(caseNamed("control", verdict));
    holdToControls(results, controlsOf);
    return results;
  };

  test("leaves a case whose control passed", () => {
    expect(hold("pass", "pass")[0]).toMatchObject({ verdict: "pass", reasons: [] });
  });

  test.each([
    ["fail", "its control control-v4 is fail"],
    ["inconclusive", "its control control-v4 is inconclusive"],
    [undefined, "its control control-v4 did not run"],
  ] as const)("neither pass nor fail proves anything when the control is %s", (verdict, reason) => {
    const unproven = { verdict: "inconclusive", reasons: [reason] };
    expect(hold(verdict, "pass")[0]).toMatchObject(unproven);
    expect(hold(verdict, "fail")[0]).toMatchObject(unproven);
  });

  test("the control that broke is the first reason: it decides, and no expectation that failed", () => {
    const failed = caseNamed("shift", "fail", { reasons: ["every connection closed: 0 of 1"] });
    holdToControls([failed], controlsOf);
    expect(failed.reasons[0]).toBe("its control control-v4 did not run");
  });

  test("cases that it does not control are not touched", () => {
    expect(hold("fail", "fail")[1]).toMatchObject({ verdict: "fail", reasons: [] });
    expect(hold("fail", "pass")[1]?.verdict).toBe("pass");
  });
});

test("a run with an error is no pass, and one with a failed case fails in spite of it", () => {
  const errors = [{ code: "E_DEPLOY", message: "no room" }];
  expect(verdictOf({ cases: [caseNamed("a", "pass")], errors: [] })).toBe("pass");
  expect(verdictOf({ cases: [caseNamed("a", "pass")], errors })).toBe("inconclusive");
  expect(verdictOf({ cases: [caseNamed("a", "fail")], errors })).toBe("fail");
});
