import { expect, it } from "vitest";
import { INCONCLUSIVE } from "./fixtures/inconclusive-case.js";
import { REGULAR } from "./fixtures/regular-case.js";
import { COLLATERAL } from "./fixtures/share-cases.js";
import {
  decidedBy,
  intervalText,
  outcomesText,
  reasonsOf,
  spanText,
  tallyText,
  wallClock,
} from "./words.js";

it("tells a span in the unit that suits it", () => {
  const spans: [bigint, string][] = [
    [0n, "0 µs"],
    [999_400n, "999 µs"],
    [1_234_000n, "1.23 ms"],
    [21_673_000n, "21.7 ms"],
    [1_179_635_000n, "1.18 s"],
    [-2_000_000n, "-2.00 ms"],
  ];
  for (const [ns, text] of spans) expect(spanText(ns)).toBe(text);
});

it("tells a wall clock in UTC with microseconds", () => {
  expect(wallClock(1_764_000_001_000_204_999n)).toBe("16:00:01.000204");
});

it("tells how connections ended, the most frequent first", () => {
  const [open, reset] = INCONCLUSIVE.connections;
  expect(outcomesText([open, reset, reset].filter((one) => one !== undefined))).toBe(
    "2 reset / 1 open",
  );
  expect(tallyText(new Map())).toBe("none");
});

it("names what decided a case", () => {
  expect(decidedBy(INCONCLUSIVE)).toBe("every capture is complete (+1)");
  expect(decidedBy({ ...INCONCLUSIVE, expectations: [] })).toBe(INCONCLUSIVE.reasons[0]);
  expect(decidedBy({ ...REGULAR, expectations: [] })).toBe("no expectation was judged");
});

it("writes an interval with one unit", () => {
  expect(intervalText([0.2734, 0.4031])).toBe("27.3–40.3 %");
});

it("tells each reason once", () => {
  expect(reasonsOf(INCONCLUSIVE)).toEqual([
    ...INCONCLUSIVE.reasons,
    "every capture is complete: 118 packets dropped by the kernel at dest2 eth1",
    "the program's word and the packets agree: curl said timeout of 198.51.100.1:40022, its packets show a reset",
  ]);
  expect(reasonsOf(COLLATERAL)).toEqual(COLLATERAL.reasons);
});
