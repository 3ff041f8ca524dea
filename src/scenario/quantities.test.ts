import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration, parseSize } from "../core/index.js";
import { duration, size } from "./quantities.js";

const numbers = fc.oneof(
  fc.nat().map(String),
  fc.float({ min: 0, noNaN: true }).map(String),
  fc.constantFrom("", "-1", "1.", ".5", "0", "0.0", "1e3"),
);
const units = fc.constantFrom("ms", "s", "m", "h", "B", "kB", "KB", "MB", "GB", "", " s");

describe("duration", () => {
  it("accepts what parseDuration reads, and gives its milliseconds", () => {
    fc.assert(
      fc.property(numbers, units, (number, unit) => {
        const result = duration.safeParse(number + unit);
        expect(result.data).toBe(parseDuration(number + unit));
      }),
    );
  });

  it("does not take a number for milliseconds", () => {
    expect(duration.safeParse(250).success).toBe(false);
  });
});

describe("size", () => {
  it("accepts what parseSize reads except nothing at all, and gives its bytes", () => {
    fc.assert(
      fc.property(numbers, units, (number, unit) => {
        const result = size.safeParse(number + unit);
        expect(result.data).toBe(parseSize(number + unit) || undefined);
      }),
    );
  });
});
