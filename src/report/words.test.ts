import { describe, expect, it } from "vitest";
import { INCONCLUSIVE } from "./fixtures/inconclusive-case.js";
import {
  eventText,
  intervalText,
  oracleText,
  outcomesText,
  spanText,
  tallyText,
  wallClock,
} from "./words.js";

it("tells a span in the unit that suits it", () => {
  const spans: [bigint, string][] = [
    [0n, "0 µs"],
    [999_400n, "999 µs"],
    [999_600n, "1.00 ms"],
    [999_949_000n, "999.9 ms"],
    [999_960_000n, "1.00 s"],
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

it("quotes what an event was done to where that is traffic", () => {
  for (const event of ["open", "probe", "abort"] as const)
    expect(eventText({ event, target: "before" })).toBe(`${event} "before"`);
  expect(eventText({ event: "withdraw", target: "dest1" })).toBe("withdraw dest1");
});

describe("tells of the oracle", () => {
  const record = { clients: [], predictions: [] };
  const all = { agreed: 200, total: 200 };
  const none = { agreed: 0, total: 0 };

  it("how many connections were as predicted, before and after", () => {
    expect(oracleText({ ...record, before: all, after: { agreed: 99, total: 150 } })).toBe(
      "oracle: 200 of 200 connections as predicted, 99 of 150 after what was done",
    );
    expect(oracleText({ ...record, before: all, after: none })).toBe(
      "oracle: 200 of 200 connections as predicted",
    );
  });

  it("how many were not foretold", () => {
    const some = { agreed: 133, total: 133 };
    expect(oracleText({ ...record, before: all, after: some, notForetold: 67 })).toBe(
      "oracle: 200 of 200 connections as predicted, 133 of 133 after what was done, 67 not foretold where a router's own hash of IPv6 packets decided",
    );
  });

  it("why it was not asked", () => {
    const skipped = "core spreads packets one by one";
    expect(oracleText({ ...record, skipped, before: none, after: none })).toBe(
      "oracle: not asked, core spreads packets one by one",
    );
  });
});

it("writes an interval with one unit", () => {
  expect(intervalText([0.2734, 0.4031])).toBe("27.3–40.3 %");
  expect(intervalText([0.0002, 0.9998])).toBe("0.02–99.98 %");
});
