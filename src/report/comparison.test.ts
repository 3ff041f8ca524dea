import { expect, test } from "vitest";
import { COMPARISON, TALLY } from "../verdict/fixtures/comparison.js";
import { comparisonLines, comparisonTable } from "./comparison.js";

test("connections by which downloads and keep-alive sets went on are told, and that they do not count", () => {
  const [line] = comparisonLines({ ...COMPARISON, with: { ...TALLY, further: 11 } });
  expect(line).toBe(
    "with the mitigation 11 further connections went on with what another had begun: a download counts once, by its last one, a keep-alive set once, as lost where one was",
  );
});

test("connections that met no event are told, and that they do not count", () => {
  const [line] = comparisonLines({ ...COMPARISON, without: { ...TALLY, early: 4 } });
  expect(line).toBe(
    "without the mitigation 4 connections more had ended before the first event: not counted",
  );
  const [late] = comparisonLines({ ...COMPARISON, with: { ...TALLY, late: 1 } });
  expect(late).toBe(
    "with the mitigation 1 connection more began after the last event: not counted",
  );
});

test("a second loss of keep-alive sets is told, for the table has the first", () => {
  const again = { own: 0, collateral: 7, stalled: 1, survived: 0 };
  const [collateral, stalled] = comparisonLines({ ...COMPARISON, with: { ...TALLY, again } });
  expect(collateral).toBe(
    "with the mitigation 7 keep-alive sets were lost as collateral, too, after a first loss in another way: bounds count both",
  );
  expect(stalled).toContain("1 keep-alive set was lost as stalled, too");
});

test("what a mitigation saves, costs and does not help against is told, a sentence each", () => {
  const told = comparisonLines({
    ...COMPARISON,
    saved: 3,
    fewer: { own: 1, stalled: -2 },
    cost: "a table of flows",
    notAgainst: [],
  });
  expect(told).toEqual([
    "saved: 3 connections",
    "1 fewer are lost as own",
    "2 more are lost as stalled",
    "cost: a table of flows",
    "does not help against: none of the catalogue's causes",
  ]);
  expect(comparisonLines(COMPARISON)).toEqual([
    "saved: none in all that chance does not explain",
    "a mitigation of your own: it was tried against this plan alone",
  ]);
});

test("what makes it worse saves nothing", () => {
  expect(comparisonLines({ ...COMPARISON, saved: -105 })[0]).toBe(
    "worse: 105 connections more are lost than without the mitigation",
  );
  expect(comparisonLines({ ...COMPARISON, saved: -1 })[0]).toContain("1 connection more is lost");
});

test.each(["without", "with"] as const)(
  "while the run %s the mitigation is not known, nothing is said to be saved",
  (side) => {
    const half = { ...COMPARISON, [side]: null };
    expect(comparisonLines(half)).not.toContainEqual(expect.stringContaining("saved"));
    const [row] = comparisonTable(half).rows.filter(([name]) => name === `${side} the mitigation`);
    expect(new Set(row?.slice(1))).toEqual(new Set(["not known", ""]));
  },
);
