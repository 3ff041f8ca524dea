import { expect, test } from "vitest";
import { compareMatrices } from "./agree.js";
import { fisher } from "./fisher.js";
import { matrixFixture } from "./fixtures/cells.js";

test("fisher is R's fisher.test", () => {
  // fisher.test(matrix(c(3, 1, 1, 3), 2))$p.value, and the same of c(66, 134, 30, 170)
  expect(fisher({ count: 3, total: 4 }, { count: 1, total: 4 })).toBeCloseTo(0.4857143, 6);
  expect(fisher({ count: 66, total: 200 }, { count: 30, total: 200 })).toBeLessThan(1e-4);
  expect(fisher({ count: 0, total: 200 }, { count: 0, total: 200 })).toBe(1);
  // More in all than the first part has: (choose(20, 9) + choose(20, 12)) / choose(23, 12).
  expect(fisher({ count: 3, total: 3 }, { count: 9, total: 20 })).toBeCloseTo(0.2173913, 6);
});

test("cells that differ by chance alone agree; inconclusive ones are no evidence", () => {
  const [a, b] = [matrixFixture(), matrixFixture()];
  const [first] = b.cells;
  if (first) Object.assign(first, { own: 60, survived: 107 });
  const { agree, differ, unknown } = compareMatrices(a, b);
  expect(agree.length).toBe(5);
  expect(differ).toEqual([]);
  expect(unknown.map(({ verdict }) => verdict)).toEqual(["inconclusive", "not applicable"]);
});

test("a count that differs by more than chance, or another verdict, is a difference", () => {
  const [a, b] = [matrixFixture(), matrixFixture()];
  const [first, second] = b.cells;
  if (first) Object.assign(first, { own: 20, survived: 147 });
  if (second) Object.assign(second, { verdict: "better" });
  const { agree, differ } = compareMatrices(a, b);
  expect(differ.map(({ cell }) => cell.mitigation)).toEqual(["none", "resilient"]);
  expect(agree.length).toBe(3);
});

test("a cell that one of them says nothing about is no difference", () => {
  const [sound, doubtful] = [matrixFixture(), matrixFixture()];
  const [first, second] = doubtful.cells;
  if (first) Object.assign(first, { verdict: "inconclusive" });
  if (second) Object.assign(second, { survived: null });
  for (const { differ, unknown } of [
    compareMatrices(sound, doubtful),
    compareMatrices(doubtful, sound),
  ]) {
    expect(differ).toEqual([]);
    expect(unknown.length).toBe(4);
  }
});

test("a cell that only one of them has was not judged in both", () => {
  const [all, some] = [matrixFixture(), matrixFixture()];
  const [first] = some.cells.splice(0, 1);
  for (const { agree, unknown } of [compareMatrices(all, some), compareMatrices(some, all)]) {
    expect(agree.length).toBe(4);
    expect(unknown.map(({ id }) => id)).toContain(first?.id);
    expect(unknown.length).toBe(3);
  }
});
