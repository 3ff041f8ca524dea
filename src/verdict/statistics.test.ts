import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  binomialTest,
  clearestTrend,
  ENOUGH,
  formatShare,
  shareOf,
  trend,
  wilson,
  withinChance,
} from "./statistics.js";

// The expected values are no output of this code: a separate script computed them with Python's fractions (exact
// binomial terms, the trend as a weighted regression) and decimal (40 digits for Wilson's formula).

describe("wilson", () => {
  // As R's prop.test(count, total, correct = FALSE)$conf.int.
  test.each([
    [98, 200, 0.4215627833121318, 0.5588141232154135],
    [0, 10, 0, 0.2775327998628893],
    [10, 10, 0.7224672001371107, 1],
    [1, 3, 0.06149194472039623, 0.7923403991979523],
    [15, 148, 0.06238639953073628, 0.160487241723308],
  ])("%i of %i", (count, total, low, high) => {
    const interval = wilson(count, total);
    expect(interval[0]).toBeCloseTo(low, 12);
    expect(interval[1]).toBeCloseTo(high, 12);
  });

  test("says nothing without an observation", () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  test("of none begins at 0, and of all ends at 1, to the last bit", () => {
    const totals = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(totals, (total) => {
        expect(wilson(0, total)[0]).toBe(0);
        expect(wilson(total, total)[1]).toBe(1);
      }),
    );
  });

  test("holds the share and stays inside 0 to 1", () => {
    const counts = fc
      .integer({ min: 1, max: 20_000 })
      .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));
    fc.assert(
      fc.property(counts, ([count, total]) => {
        const [low, high] = wilson(count, total);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-12).toBeLessThanOrEqual(count / total);
        expect(high + 1e-12).toBeGreaterThanOrEqual(count / total);
      }),
    );
  });
});

describe("binomialTest", () => {
  // As R's binom.test(count, total, theory)$p.value.
  test.each([
    [7, 20, 1 / 2, 0.26317596435546875],
    [0, 10, 1 / 4, 0.07604122161865234],
    [98, 200, 1 / 2, 0.8320703744377606],
    [130, 200, 1 / 2, 2.6528755595268476e-5],
    [45, 100, 1 / 3, 0.01476966385238897],
    [12, 300, 1 / 10, 0.00015835924757866396],
    [1000, 2000, 11 / 20, 7.626400227570445e-6],
    [3, 3, 1 / 2, 0.25],
    [5, 10, 1 / 2, 1],
    [20, 20, 19 / 20, 0.6226463974646924],
    [231, 400, 2 / 3, 0.00019956685454051233],
  ])("%i of %i where theory says %f", (count, total, theory, expected) => {
    expect(binomialTest(count, total, theory) / expected).toBeCloseTo(1, 9);
  });

  test("of a theory that allows one outcome only", () => {
    expect([binomialTest(0, 9, 0), binomialTest(1, 9, 0)]).toEqual([1, 0]);
    expect([binomialTest(9, 9, 1), binomialTest(8, 9, 1)]).toEqual([1, 0]);
  });

  test("does not underflow at the largest count of held connections", () => {
    expect(binomialTest(10_000, 20_000, 0.5)).toBeCloseTo(1, 6);
    expect(binomialTest(20_000, 20_000, 0.5)).toBe(0);
  });
});

describe("withinChance", () => {
  // p = 1.4e-6 and 5.4e-7.
  test.each([
    [61, 200, 1 / 6, "pass"],
    [62, 200, 1 / 6, "fail"],
    [0, 200, 0, "pass"],
    [1, 200, 0, "fail"],
    [0, 20, 0.5, "inconclusive"],
    [20, 20, 0.5, "inconclusive"],
    [10, 21, 0.5, "pass"],
    [0, 21, 0.5, "fail"],
    [0, 0, 0, "inconclusive"],
    [0, 1, 0, "pass"],
  ])("%i of %i where theory says %f: %s", (count, total, theory, verdict) => {
    expect(withinChance([shareOf("broken", count, total, theory)])).toBe(verdict);
  });

  test("holds every share to it", () => {
    const right = shareOf("broken", 100, 200, 0.5);
    expect(withinChance([right, shareOf("stalled", 1, 200, 0)])).toBe("fail");
  });

  test("one share that decides does not speak for one that cannot", () => {
    const excluded = shareOf("stalled", 0, 3, 0);
    expect(withinChance([excluded])).toBe("pass");
    expect(withinChance([shareOf("broken", 1, 3, 0.5), excluded])).toBe("inconclusive");
  });

  test("decides by so many connections as are said to be enough, whatever theory says", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (theory) => {
        const counts = Array.from({ length: ENOUGH + 1 }, (_, count) => count);
        const verdicts = counts.map((count) => withinChance([shareOf("", count, ENOUGH, theory)]));
        expect(verdicts).not.toContain("inconclusive");
      }),
    );
  });
});

describe("trend", () => {
  test("is the signed root of R's prop.trend.test, on the smokers of its documentation", () => {
    const smokers = [
      { count: 83, total: 86 },
      { count: 90, total: 93 },
      { count: 129, total: 136 },
      { count: 70, total: 82 },
    ];
    expect(trend(smokers)).toBeCloseTo(-2.8679125309530757, 12);
    expect(trend(smokers) ** 2).toBeCloseTo(8.2249, 4);
  });

  test("is positive for shares that rise", () => {
    const counts = [1, 8, 20, 33];
    expect(trend(counts.map((count) => ({ count, total: 36 })))).toBeCloseTo(8.128627617219145, 12);
  });

  test.each([
    ["equal shares", [5, 5]],
    ["none at all", [0, 0, 0]],
    ["all of them", [10, 10, 10]],
    ["one group", [3]],
    ["no group", []],
  ])("is 0 for %s", (_, counts) => {
    expect(trend(counts.map((count) => ({ count, total: 10 })))).toBeCloseTo(0, 12);
  });

  test("the clearest one has them all in the last groups", () => {
    const made = [5, 9, 0].map((count) => ({ count, total: 10 }));
    expect(clearestTrend(made)).toBe(trend([0, 4, 10].map((count) => ({ count, total: 10 }))));
  });
});

describe("a share", () => {
  test("as text, beside theory", () => {
    expect(formatShare(shareOf("broken", 98, 200, 0.5))).toBe(
      "98 of 200 (49.0 %, 95 % interval 42.2 to 55.9 %; theory 50.0 %)",
    );
  });

  test("of one among very many is not told as none, nor all but one as all", () => {
    expect(formatShare(shareOf("broken", 1, 20_000, 0))).toBe(
      "1 of 20000 (0.005 %, 95 % interval 0.0009 to 0.03 %; theory 0.0 %)",
    );
    expect(formatShare(shareOf("broken", 19_999, 20_000, 1))).toMatch(
      /\(99\.995 %, .* to 99\.9991 %; /,
    );
  });

  test("of nothing, without theory", () => {
    const share = shareOf("broken", 0, 0);
    expect(share).not.toHaveProperty("theory");
    expect(formatShare(share)).toBe("0 of 0 (0.0 %, 95 % interval 0.0 to 100.0 %)");
  });
});
