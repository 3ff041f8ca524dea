import { expect, test } from "vitest";
import { inputOf } from "../fixtures/check-input.js";
import { closedOne } from "../fixtures/judged.js";
import type { Foretold } from "../oracle.js";
import { check } from "./index.js";

const begins = (device: string, found: string | undefined): Foretold => ({
  device,
  isFirst: true,
  found,
});
const goesOn = (device: string, found: string | undefined): Foretold => ({
  ...begins(device, found),
  isFirst: false,
});

/** So many connections of each kind. */
function judge(right: number, ...kinds: [count: number, foretold: Foretold[]][]) {
  const told = kinds.flatMap(([count, foretold]) =>
    Array.from({ length: count }, () => [closedOne(), foretold] as const),
  );
  const connections = told.map(([connection]) => connection);
  return check(
    { that: "foretold", of: "download", right },
    inputOf(connections, {}, new Map(told)),
  );
}

const RIGHT = [begins("dest1", "dest1")];
const WRONG = [begins("dest1", "dest2")];

test("passes within chance of theory", () => {
  const { verdict, shares } = judge(1 / 3, [36, RIGHT], [64, WRONG]);
  expect(verdict).toBe("pass");
  expect(shares?.map(({ count, total, theory }) => [count, total, theory])).toEqual([
    [36, 100, 1 / 3],
  ]);
});

test.each([
  ["all are right and a third should be", 1 / 3, [100, RIGHT], [0, WRONG]],
  ["none is right and a third should be", 1 / 3, [0, RIGHT], [100, WRONG]],
  ["one is wrong and none should be", 1, [99, RIGHT], [1, WRONG]],
] as const)("fails where %s", (_, right, some, others) => {
  expect(judge(right, [some[0], some[1]], [others[0], others[1]]).verdict).toBe("fail");
});

test("one wrong word of several is wrong; what had no packets says nothing", () => {
  const moved = [begins("dest1", "dest1"), goesOn("dest2", "dest3")];
  const { verdict, evidence } = judge(1, [9, RIGHT], [1, moved]);
  expect(verdict).toBe("fail");
  expect(evidence).toContain("9 of 10");
  expect(evidence).toContain("named dest1 then dest2 for 198.51.100.2:10000");
  expect(judge(1, [10, [...RIGHT, goesOn("dest2", undefined)]]).verdict).toBe("pass");
  // It was opened, and yet no device saw it.
  expect(judge(1, [10, [begins("dest1", undefined)]]).verdict).toBe("fail");
});

test("is inconclusive where nothing was asked", () => {
  expect(judge(1, [9, RIGHT], [1, []]).verdict).toBe("inconclusive");
});
