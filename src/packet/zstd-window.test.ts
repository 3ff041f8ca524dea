import { expect, test } from "vitest";
import { hex, join } from "./fixtures/bytes.js";
import { refuseLargeWindow } from "./zstd-window.js";

const REST = new Uint8Array(16);
const frame = (text: string) => join(hex("28b52ffd"), hex(text), REST);

test.each([
  ["a window of 128 MiB", "00 88"],
  ["a window of 1 KiB", "00 00"],
  ["one segment of 255 bytes", "20 ff"],
  ["one segment of 65,791 bytes", "60 ffff"],
  ["one segment of 64 MiB behind a dictionary of two bytes", "a2 0000 00000004"],
])("%s is taken", (_, text) => {
  expect(() => refuseLargeWindow(frame(text))).not.toThrow();
});

test.each([
  ["a window of 144 MiB", "00 89", "144 MiB"],
  ["a window of 3.75 TiB", "00 ff", "3932160 MiB"],
  ["one segment of 1 GiB", "a0 00000040", "1024 MiB"],
  ["one segment of 2^60 bytes", "e0 0000000000000010", "1099511627776 MiB"],
])("%s is refused", (_, text, size) => {
  expect(() => refuseLargeWindow(frame(text))).toThrow(`it asks for a window of ${size}`);
});

test("a frame that is no frame is left to the decompressor", () => {
  expect(() => refuseLargeWindow(hex("28b52ffd"))).not.toThrow();
  expect(() => refuseLargeWindow(join(hex("502a4d18 04000000"), REST))).not.toThrow();
});
