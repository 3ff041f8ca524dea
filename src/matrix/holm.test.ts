import { expect, test } from "vitest";
import { holm } from "./holm.js";

test("refuses step by step, each time against fewer that are left", () => {
  // 0.01/4 = 0.0025, 0.01/3 = 0.0033, 0.01/2 = 0.005: the third stops it.
  expect(refused([0.5, 0.001, 0.006, 0.003], 0.01)).toEqual([0.001, 0.003]);
});

test("nothing is refused once one is not, however small the next ones are against their own bound", () => {
  expect(refused([0.004, 0.0045], 0.008)).toEqual([0.004, 0.0045]);
  expect(refused([0.0041, 0.0045], 0.008)).toEqual([]);
});

test("none of none", () => {
  expect(refused([], 0.01)).toEqual([]);
});

function refused(ps: readonly number[], level: number): number[] {
  return holm(
    ps.map((p) => ({ p })),
    level,
  ).map(({ p }) => p);
}
