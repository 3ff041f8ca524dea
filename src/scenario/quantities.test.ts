import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration, parseSize } from "../core/index.js";
import { duration, size } from "./quantities.js";

const numbers = fc.oneof(
  fc.nat().map(String),
  fc.float({ min: 0, noNaN: true }).map(String),
  fc.constantFrom("", "-1", "1.", ".5", "0", "0.0", "1e3"),
);
const HOUR_MS = 3_600_000;
const units = fc.constantFrom("ms", "s", "m", "h", "B", "kB", "KB", "MB", "GB", "", " s");

describe("duration", () => {
  it("accepts what parseDuration reads up to an hour, and gives its milliseconds", () => {
    fc.assert(
      fc.property(numbers, units, (number, unit) => {
        const result = duration.safeParse(number + unit);
        const ms = parseDuration(number + unit);
        expect(result.data).toBe(ms !== undefined && ms <= HOUR_MS ? ms : undefined);
      }),
    );
    expect(duration.safeParse("60m").data).toBe(HOUR_MS);
  });

  it("does not take a number for milliseconds", () => {
    expect(duration.safeParse(250).success).toBe(false);
  });
});

describe("size", () => {
  it("accepts what parseSize reads up to 10 GB, except nothing at all, and gives its bytes", () => {
    fc.assert(
      fc.property(numbers, units, (number, unit) => {
        const result = size.safeParse(number + unit);
        const bytes = parseSize(number + unit);
        expect(result.data).toBe(bytes && bytes <= 10e9 ? bytes : undefined);
      }),
    );
    expect(size.safeParse("10GB").data).toBe(10e9);
  });
});
