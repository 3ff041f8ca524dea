import { expect, it } from "vitest";
import type { Ladder } from "../verdict/index.js";
import { INCONCLUSIVE } from "./fixtures/inconclusive-case.js";
import { REGULAR } from "./fixtures/regular-case.js";
import { COLLATERAL, EXPOSURE } from "./fixtures/share-cases.js";
import {
  decidedBy,
  missesTheory,
  omittedText,
  reasonsOf,
  rolesText,
  sharesBesideCharts,
  sharesOutside,
} from "./readings.js";

it("names what decided a case", () => {
  expect(decidedBy({ ...INCONCLUSIVE, reasons: [] })).toBe("every capture is complete (+1)");
  const fault = "E_COMMAND: hop2: oops";
  expect(decidedBy({ ...INCONCLUSIVE, reasons: [fault] })).toBe(fault);
  expect(decidedBy({ ...INCONCLUSIVE, expectations: [] })).toBe(INCONCLUSIVE.reasons[0]);
  const told = "every capture is complete: 118 packets dropped";
  expect(decidedBy({ ...INCONCLUSIVE, reasons: [told] })).toBe("every capture is complete (+1)");
  expect(decidedBy({ ...REGULAR, expectations: [] })).toBe("no expectation was judged");
  expect(decidedBy({ ...REGULAR, expectations: [], reasons: ["a", "b"] })).toBe("a");
});

it("tells each reason once", () => {
  expect(reasonsOf(INCONCLUSIVE)).toEqual([
    ...INCONCLUSIVE.reasons,
    "every capture is complete: 118 packets dropped by the kernel at dest2 eth1",
    "the program's word and the packets agree: curl said timeout of 198.51.100.1:40022, its packets show a reset",
  ]);
  expect(reasonsOf(COLLATERAL)).toEqual(COLLATERAL.reasons);
  const [one, other] = INCONCLUSIVE.expectations.filter(({ verdict }) => verdict !== "pass");
  if (!one || !other) throw new Error("the fixture has two");
  const reasons = [`${one.text}: so`, `${other.text}: so`];
  expect(reasonsOf({ ...INCONCLUSIVE, reasons })).toEqual(reasons);
});

it("cuts a reason that is too long for a glance", () => {
  const long = { ...INCONCLUSIVE, expectations: [], reasons: ["x".repeat(300)] };
  expect(decidedBy(long)).toBe(`${"x".repeat(109)}…`);
});

it("tells a share whose interval misses theory", () => {
  const off = { label: "broken", count: 87, total: 200, share: 0.435 };
  expect(missesTheory({ ...off, interval: [0.368, 0.504], theory: 0.333 })).toBe(true);
  expect(missesTheory({ ...off, interval: [0.368, 0.504], theory: 0.4 })).toBe(false);
  expect(missesTheory({ ...off, interval: [0.368, 0.504] })).toBe(false);
});

it("finds the shares that miss theory", () => {
  expect(sharesOutside(EXPOSURE)).toEqual([]);
  const [first, second] = EXPOSURE.shares.map((share) => ({ ...share, theory: share.share }));
  if (!first || !second) throw new Error("the fixture has shares");
  const missed = { ...second, theory: 1 };
  expect(sharesOutside({ ...EXPOSURE, shares: [first, missed] })).toEqual([missed]);
});

it("says which device has which role in a diagram", () => {
  const drawn = (lifelines: Ladder["lifelines"]) => {
    const [ladder] = COLLATERAL.ladders as [Ladder];
    return rolesText({ ...ladder, lifelines });
  };
  const origin = { id: "origin", label: "Origin (origin)" };
  const unknown = { id: "unknown", label: "Unknown sender" };
  const one = { id: "dest2", label: "DestDeviceOne (dest2)" };
  const two = { id: "dest1", label: "DestDeviceTwo (dest1)" };
  expect(drawn([origin, one, two, unknown])).toBe(
    "Devices are numbered in the order in which this connection met them: DestDeviceOne is dest2, DestDeviceTwo is dest1.",
  );
  expect(drawn([origin, unknown])).toBeUndefined();
});

it("says how many packets a diagram leaves out, and after which lines", () => {
  const [ladder] = COLLATERAL.ladders as [Ladder];
  expect(omittedText({ ...ladder, omittedAfter: [8, 20] })).toBe(
    "212 packets left out after line 8 and line 20",
  );
  const { omittedAfter: _, ...older } = ladder;
  expect(omittedText(older)).toBe("212 packets left out");
  expect(omittedText({ ...older, omitted: 0 })).toBeUndefined();
});

it("shows no share twice", () => {
  const charted = EXPOSURE.charts.flatMap(({ shares }) => shares);
  const other = { ...charted[0], label: "other" } as (typeof charted)[number];
  expect(sharesBesideCharts({ ...EXPOSURE, shares: [...charted, other] })).toEqual([other]);
});
