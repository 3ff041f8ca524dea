import fc from "fast-check";
import { expect, test } from "vitest";
import { ConnectionView, RECORD_WORDS, START_SEC_AT } from "../engine/index.js";
import { StartText } from "./time-text.js";

const nanos = fc.integer({ min: 0, max: 999_999_999 });
const texts = new StartText();
const connection = new ConnectionView();
connection.doubles = new Float64Array(RECORD_WORDS / 2);
connection.words = new Int32Array(connection.doubles.buffer);

function startOf(sec: number, rest: number): { iso: string; epochNs: string } {
  connection.doubles[START_SEC_AT / 2] = sec;
  connection.words[START_SEC_AT + 2] = rest;
  const fraction = texts.fraction(connection);
  return { iso: texts.iso(connection, fraction), epochNs: texts.epochNs(connection, fraction) };
}

test("nanoseconds since the epoch, before and after it", () => {
  fc.assert(
    fc.property(fc.integer({ min: -0x80000000, max: 0xffffffff }), nanos, (sec, rest) => {
      const ns = BigInt(sec) * 1_000_000_000n + BigInt(rest);
      expect(startOf(sec, rest).epochNs).toBe(ns.toString());
    }),
  );
});

test("ISO 8601 with nanoseconds", () => {
  expect(startOf(1_760_000_000, 1).iso).toBe("2025-10-09T08:53:20.000000001Z");
  expect(startOf(1_760_000_000, 999_999_999).iso).toBe("2025-10-09T08:53:20.999999999Z");
  expect(startOf(1_760_000_001, 0).iso).toBe("2025-10-09T08:53:21.000000000Z");
  expect(startOf(0, 5).iso).toBe("1970-01-01T00:00:00.000000005Z");
});

test("a second that no calendar has is told as a number", () => {
  expect(startOf(1e13, 0).iso).toBe("@10000000000000.000000000Z");
});
