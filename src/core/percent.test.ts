import { expect, test } from "vitest";
import { inPercent, percent, percentage } from "./percent.js";

test("a share has one digit behind the point", () => {
  expect([0, 1 / 3, 0.9994, 1].map((share) => percent(share))).toEqual([
    "0.0 %",
    "33.3 %",
    "99.9 %",
    "100.0 %",
  ]);
});

test("what is nearly none or nearly all is told from it", () => {
  expect([0.0004, 0.9996, 1 / 100_000, 0.99995, 1.52e-8].map((share) => percent(share))).toEqual([
    "0.04 %",
    "99.96 %",
    "0.001 %",
    "99.995 %",
    "0.0000015 %",
  ]);
});

test("what adding binary fractions leaves is none", () => {
  expect(percent(1 - 2 / 3 - 1 / 3)).toBe("0.0 %");
  expect(percent(1 - 1e-16)).toBe("100.0 %");
});

test("a share is told from another one beside it, unless it is the same", () => {
  expect([0.0104, 0.0096, 0.01, 0.02].map((share) => percentage(share, 0.01))).toEqual([
    "1.04",
    "0.96",
    "1.0",
    "2.0",
  ]);
  expect(percentage(0.07, 0.7 / 10)).toBe("7.0");
  expect([0.0004, 0.9996].map((share) => percentage(share, 0.01))).toEqual(["0.04", "99.96"]);
});

test("a share that somebody wrote has no binary rest", () => {
  expect([0.07, 0.55, 0.29, 0.95, 0.0025].map(inPercent)).toEqual([7, 55, 29, 95, 0.25]);
});
