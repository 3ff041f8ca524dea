import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDuration, formatSize, parseDuration, parseSize } from "./duration.js";

describe("parseDuration", () => {
  test.each([
    ["0ms", 0],
    ["250ms", 250],
    ["1.5s", 1500],
    ["2m", 120_000],
    [" 3s ", 3000],
  ])("%j is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(["", "5", "ms", "-1s", "1h", "1 s", "1e3ms", "1.s", ".5s", "1s2", "٣s"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe("parseSize", () => {
  test.each([
    ["0B", 0],
    ["900B", 900],
    ["64kB", 64_000],
    ["4.2MB", 4_200_000],
    ["1GB", 1_000_000_000],
    ["0.0015kB", 2],
  ])("%j is %d B", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(["", "12", "1KB", "1 MB", "-1B", "1mb", "1TB", "1Bit"])("%j is none", (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});

test.each([
  [0, "0 ms"],
  [84.6, "85 ms"],
  [999, "999 ms"],
  [1000, "1.0 s"],
  [2449, "2.4 s"],
  [45_000, "45.0 s"],
  [59_949, "59.9 s"],
  [60_000, "1 min 0 s"],
  [200_000, "3 min 20 s"],
  [999.6, "1.0 s"],
  [59_960, "1 min 0 s"],
  [119_800, "2 min 0 s"],
])("formatDuration of %d ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [64_000, "64 kB"],
  [4_200_000, "4.2 MB"],
  [999_999, "1 MB"],
  [3_500_000_000_000, "3500 GB"],
])("formatSize of %d is %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

test("what is printed of a size reads back within its one decimal", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 13 }), (bytes) => {
      const read = parseSize(formatSize(bytes).replace(" ", "")) as number;
      expect(Math.abs(read - bytes)).toBeLessThanOrEqual(Math.max(0, bytes * 0.051));
    }),
  );
});
