import { expect, test } from "vitest";
import { BurstFinder } from "./burst.js";

function burstOf(...times: number[]) {
  const finder = new BurstFinder();
  for (const time of times) finder.add(time);
  return finder.find();
}

test("is the second with most shifts, in whatever order they are told", () => {
  expect(burstOf(5_400, 3_000, 100, 4_000, 900, 3_500, 4_001)).toEqual({
    start: "1970-01-01T00:00:03.000Z",
    withinMs: 1_000,
    shifts: 3,
    of: 7,
  });
});

test("is the first of several alike, and none where shifts are seconds apart", () => {
  expect(burstOf(0, 10, 5_000, 5_010)).toMatchObject({ withinMs: 10, shifts: 2, of: 4 });
  expect(burstOf(0, 10, 5_000, 5_010)?.start).toBe("1970-01-01T00:00:00.000Z");
  expect(burstOf(0, 1_001, 2_002)).toBeUndefined();
  expect(burstOf(7)).toBeUndefined();
});

test("has the digits that times of our days have", () => {
  expect(burstOf(1_790_000_000_000.123, 1_790_000_000_644.747)?.withinMs).toBe(644.624);
});
