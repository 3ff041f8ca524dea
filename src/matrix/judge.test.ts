import { expect, test } from "vitest";
import { measured } from "./fixtures/cells.js";
import { judgeCells } from "./judge.js";

const KEPT = { expected: { own: 1 / 3, collateral: 0, stalled: 0, survived: 2 / 3 } };
const sound = measured("withdraw-first", "none", [66, 33]);
const verdicts = (...cells: ReturnType<typeof measured>[]) =>
  judgeCells(cells).map(({ verdict }) => verdict);

test("counts that theory gives often are as expected; the interval holds the share", () => {
  const [cell] = judgeCells([sound]);
  expect(cell).toMatchObject({ verdict: "as expected", reasons: [] });
  expect(cell?.interval?.own[0]).toBeLessThan(0.33);
  expect(cell?.interval?.own[1]).toBeGreaterThan(0.33);
  expect(cell?.p).toBeGreaterThan(0.5);
});

test("more survivors than theory are better, fewer are worse, and both say by how much", () => {
  const [, better, worse] = judgeCells([
    sound,
    measured("withdraw-first", "a", [20, 0], KEPT),
    measured("withdraw-first", "b", [66, 20], KEPT),
  ]);
  expect(better?.verdict).toBe("better");
  expect(worse?.verdict).toBe("worse");
  expect(worse?.reasons).toEqual([
    "66 own, theory 66.7; 20 collateral, theory 0.0; 0 stalled, theory 0.0; 114 survived, theory 133.3",
  ]);
});

test("what theory excludes is refused at the first connection", () => {
  expect(verdicts(sound, measured("withdraw-first", "a", [66, 1], KEPT))[1]).toBe("worse");
});

test("a loss that theory excludes is worse, however many survived by chance", () => {
  const lucky = measured("withdraw-first", "a", [60, 1], KEPT);
  expect(verdicts(sound, lucky)[1]).toBe("worse");
  const far = measured("withdraw-first", "a", [20, 1], KEPT);
  expect(verdicts(sound, far)[1]).toBe("better");
});

test("fewer losses than theory are better, unless others are proven", () => {
  const fewer = { ...sound, own: 37, collateral: 45, survived: 118 };
  expect(verdicts(fewer)).toEqual(["better"]);
  expect(verdicts({ ...sound, own: 30, collateral: 62, survived: 108 })).toEqual(["worse"]);
});

test("a count that would be strange alone is not, among many cells that prove something", () => {
  // p = 3.9e-6 for 37 of 200 at 1/3: below 1e-4 of 4 tests, above 1e-4 of 4 x 21.
  const strange = measured("withdraw-first", "none", [37, 33], {
    expected: { own: 1 / 3, collateral: 1 / 6, stalled: 0, survived: 1 / 2 },
  });
  const others = (doubts: string[]) =>
    Array.from({ length: 20 }, (_, index) => ({
      ...sound,
      id: `${index}`,
      cause: `c${index}`,
      doubts,
    }));
  expect(verdicts(strange)[0]).toBe("better");
  expect(verdicts(strange, ...others([]))[0]).toBe("as expected");
  expect(verdicts(strange, ...others(["a capture lost 3 packets"]))[0]).toBe("better");
});

test("the p of a cell is that of its strangest count", () => {
  const [cell] = judgeCells([measured("withdraw-first", "none", [20, 33])]);
  expect(cell?.p).toBeLessThan(1e-6);
});

test("a mitigated cell proves nothing when the same without it is not as theory says", () => {
  const [, cell, worse] = judgeCells([
    measured("withdraw-first", "none", [2, 0]),
    measured("withdraw-first", "a", [66, 0], KEPT),
    measured("withdraw-first", "b", [66, 20], KEPT),
  ]);
  expect(cell?.verdict).toBe("inconclusive");
  expect(cell?.reasons).toEqual(["without a it is better, so that this proves nothing"]);
  expect(worse?.reasons).toEqual([
    expect.stringContaining("20 collateral, theory 0.0"),
    "without b it is better, so that this proves nothing",
  ]);
});

test("nor when the same without it was not run", () => {
  expect(verdicts(measured("withdraw-first", "a", [66, 0], KEPT))).toEqual(["inconclusive"]);
  expect(verdicts(measured("withdraw-last", "a", [66, 0], KEPT), sound)[0]).toBe("inconclusive");
});

test.each([
  ["family", { family: 6 }],
  ["number of members", { members: 4 }],
] as const)("a cell is held to its twin of the same %s", (_, other) => {
  const cells = [
    measured("withdraw-first", "none", [2, 0]),
    measured("withdraw-first", "none", [66, 33], other),
    measured("withdraw-first", "a", [66, 0], { ...KEPT, ...other }),
  ];
  expect(verdicts(...cells)).toEqual(["better", "as expected", "as expected"]);
});

test("a cell that was not run is held to no twin", () => {
  const not = { verdict: "not applicable", why: "it is not for this" } as const;
  const unrun = measured("withdraw-first", "a", [0, 0], { own: null, not });
  expect(verdicts(measured("withdraw-first", "none", [2, 0]), unrun)[1]).toBe("not applicable");
});

test("doubtful evidence decides neither way, and open fates neither", () => {
  const doubts = ["a capture lost 3 packets"];
  expect(judgeCells([{ ...sound, doubts }])).toMatchObject([
    { verdict: "inconclusive", reasons: doubts, p: null },
  ]);
  expect(verdicts({ ...sound, own: null, doubts: [] })).toEqual(["inconclusive"]);
});

test("another expectation that failed makes a cell worse, whatever its counts", () => {
  const missed = ["others closed: 3 of 200 reset"];
  expect(judgeCells([{ ...sound, missed }])).toMatchObject([{ verdict: "worse", reasons: missed }]);
});
