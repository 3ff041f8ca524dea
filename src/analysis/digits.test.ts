import fc from "fast-check";
import { expect, test } from "vitest";
import { integerText, millisText } from "./digits.js";

test("every port is spelled as a number is", () => {
  const ports = Array.from({ length: 1 << 16 }, (_, port) => port);
  expect(ports.map(integerText)).toEqual(ports.map(String));
});

test("whole numbers of any size are spelled as JavaScript does", () => {
  const exponent = fc.integer({ min: 0, max: 53 });
  const number = exponent.chain((bits) => fc.maxSafeInteger().map((n) => n % 2 ** bits));
  fc.assert(fc.property(number, (value) => integerText(value) === String(value)));
});

test("milliseconds are spelled as JavaScript does, whole nanoseconds or not", () => {
  const nanos = fc.integer({ min: 0, max: 53 }).chain((bits) => fc.nat().map((n) => n % 2 ** bits));
  const large = fc.maxSafeInteger();
  const round = fc
    .tuple(fc.nat(1000), fc.constantFrom(1, 10, 1000, 1e5, 1e6, 1e9))
    .map(([n, by]) => n * by);
  const millis = fc.oneof(
    fc.oneof(nanos, large, round).map((ns) => ns / 1e6),
    fc.double(),
  );
  fc.assert(
    fc.property(millis, (value) => millisText(value) === String(value)),
    { numRuns: 10_000 },
  );
});
