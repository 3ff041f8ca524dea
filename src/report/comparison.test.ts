import { expect, test } from "vitest";
import type { Comparison } from "../verdict/index.js";
import { comparisonLines } from "./comparison.js";

const counts = { own: 10, collateral: 0, stalled: 0, survived: 10 };
const both: Comparison = {
  mitigation: "one",
  cost: "",
  notAgainst: null,
  without: { connections: 20, counts },
  with: { connections: 20, counts },
  saved: null,
  fewer: {},
};

test("connections by which transfers went on are told, and that they do not count", () => {
  const [line] = comparisonLines({ ...both, with: { connections: 20, counts, further: 11 } });
  expect(line).toBe(
    "with the mitigation transfers went on over 11 further connections: each counts once, by its last one",
  );
});

test("connections that met no event are told, and that they do not count", () => {
  const [line] = comparisonLines({ ...both, without: { connections: 20, counts, early: 4 } });
  expect(line).toBe(
    "without the mitigation 4 connections more had ended before the first event: not counted",
  );
});

test("what makes it worse saves nothing", () => {
  expect(comparisonLines({ ...both, saved: -105 })[0]).toBe(
    "worse: 105 connections more are lost than without the mitigation",
  );
  expect(comparisonLines({ ...both, saved: 3 })[0]).toBe("saved: 3 connections");
});
