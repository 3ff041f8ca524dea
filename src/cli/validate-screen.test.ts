import { expect, test } from "vitest";
import type { ValidatedPlan } from "../matrix/index.js";
import { COMPARISON } from "../verdict/fixtures/comparison.js";
import { validateScreen } from "./validate-screen.js";

const PLAN: ValidatedPlan = {
  ...COMPARISON,
  scenario: "plan",
  family: 4,
  bounds: [],
  open: [],
  verdict: "pass",
  reasons: [],
};

test("both runs of a plan stand below each other, each count below its fate", () => {
  expect(validateScreen(PLAN).split("\n").slice(0, 5)).toEqual([
    "",
    "plan IPv4: one",
    "the plan                       own  collateral     stalled    survived          of",
    "without the mitigation          10           0           0          10          20",
    "with the mitigation             10           0           0          10          20",
  ]);
});

test("each bound is told with what was measured, and the verdict with its reasons", () => {
  const bound = { bound: 0.1, interval: [0.05, 0.2] as [number, number] };
  const screen = validateScreen({
    ...PLAN,
    bounds: [
      { ...bound, what: "stalled", measured: 0, count: 0, holds: true },
      { ...bound, what: "lost", measured: 0.5, count: 10, holds: false },
    ],
    verdict: "fail",
    reasons: ["it lost 10"],
  });
  expect(screen.split("\n").slice(-5)).toEqual([
    "stalled <= 10.0 %: holds, 0.0 % (95 % interval 5.0 % to 20.0 %)",
    "lost <= 10.0 %: BROKEN, 50.0 % (95 % interval 5.0 % to 20.0 %)",
    "verdict: fail",
    "  it lost 10",
    "",
  ]);
});

test("nothing of a scenario or a fault can control the terminal", () => {
  const hostile = "two\u001b[2J\nlines";
  const screen = validateScreen({
    ...PLAN,
    mitigation: hostile,
    cost: hostile,
    reasons: [hostile],
  });
  expect(screen).not.toContain("\u001b");
  expect(screen.match(/two \[2J lines$/gm)).toHaveLength(3);
});

test("a bound that nothing could be held to is told with the others", () => {
  const screen = validateScreen({ ...PLAN, open: ["lost <= 60.0 %"], verdict: "inconclusive" });
  expect(screen).toContain("\nlost <= 60.0 %: not known\nverdict: inconclusive\n");
});
