import fc from "fast-check";
import { expect, test } from "vitest";
import { nineDigits } from "./digits.js";
import { epochNsText, isoText } from "./time-text.js";

const nanos = fc.integer({ min: 0, max: 999_999_999 });

test("nanoseconds since the epoch, before and after it", () => {
  fc.assert(
    fc.property(fc.integer({ min: -0x80000000, max: 0xffffffff }), nanos, (sec, rest) => {
      expect(epochNsText(sec, nineDigits(rest))).toBe(
        (BigInt(sec) * 1_000_000_000n + BigInt(rest)).toString(),
      );
    }),
  );
});

test("ISO 8601 with nanoseconds", () => {
  expect(isoText(1_760_000_000, nineDigits(1))).toBe("2025-10-09T08:53:20.000000001Z");
  expect(isoText(1_760_000_000, nineDigits(999_999_999))).toBe("2025-10-09T08:53:20.999999999Z");
  expect(isoText(0, nineDigits(5))).toBe("1970-01-01T00:00:00.000000005Z");
});

test("a second that no calendar has is told as a number", () => {
  expect(isoText(1e13, nineDigits(0))).toBe("@10000000000000.000000000Z");
});
