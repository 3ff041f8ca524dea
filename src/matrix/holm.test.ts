import { expect, test } from "vitest";
import { holm } from "./holm.js";

test("refuses step by step, each time against fewer that are left", () => {
  // 0.01/4 = 0.0025, 0.01/3 = 0.0033, 0.01/2 = 0.005: the third stops it.
  expect(holm([0.5, 0.001, 0.006, 0.003], 0.01)).toEqual([false, true, false, true]);
});

test("nothing is refused once one is not, however small the next ones are against their own bound", () => {
  expect(holm([0.004, 0.0045], 0.008)).toEqual([true, true]);
  expect(holm([0.0041, 0.0045], 0.008)).toEqual([false, false]);
});

test("none of none", () => {
  expect(holm([], 0.01)).toEqual([]);
});
