import { describe, expect, test } from "vitest";
import { hex, join } from "./fixtures/bytes.js";
import { bytesSource, readCapture } from "./index.js";
import { WindowGuard } from "./zstd-window.js";

const MAGIC = hex("28b52ffd");
/** A last block of four raw bytes. */
const BLOCK = hex("21 00 00 aabbccdd");
/** Frames that hold four bytes: with a checksum; in a run of one byte and an empty block; as one segment, twice. */
const FRAMES = [
  join(MAGIC, hex("04 58"), BLOCK, hex("11111111")),
  join(MAGIC, hex("00 58  22 00 00 aa  01 00 00")),
  join(MAGIC, hex("20 04"), BLOCK),
  join(MAGIC, hex("a0 04000000"), BLOCK),
];
const SKIPPABLE = hex("5f2a4d18 05000000 0102030405");
const LARGE = join(MAGIC, hex("00 89"), BLOCK);

function pass(...chunks: readonly Uint8Array[]): () => void {
  return () => {
    const guard = new WindowGuard();
    for (const chunk of chunks) guard.pass(chunk);
  };
}

const bytewise = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

test.each([
  ["a window of 128 MiB", "00 88"],
  ["a window of 1 KiB", "00 00"],
  ["one segment of 255 bytes", "20 ff"],
  ["one segment of 65,791 bytes", "60 ffff"],
  ["one segment of 64 MiB behind a dictionary of two bytes", "a2 0000 00000004"],
])("%s is taken", (_, header) => {
  expect(pass(join(MAGIC, hex(header), BLOCK))).not.toThrow();
});

test.each([
  ["a window of 144 MiB", "00 89", "144 MiB"],
  ["a window of 3.75 TiB", "00 ff", "3932160 MiB"],
  ["one segment of 1 GiB", "a0 00000040", "1024 MiB"],
  ["one segment of 2^60 bytes", "e0 0000000000000010", "1099511627776 MiB"],
])("%s is refused", (_, header, size) => {
  expect(pass(join(MAGIC, hex(header), BLOCK))).toThrow(`it asks for a window of ${size}`);
});

describe("a large window is found", () => {
  test.each([
    ["behind a frame with a checksum", FRAMES[0]],
    ["behind a frame with a repeated byte and an empty block", FRAMES[1]],
    ["behind a frame of one segment", FRAMES[2]],
    ["behind one whose size has four bytes", FRAMES[3]],
    ["behind bytes to skip", SKIPPABLE],
    ["behind all of them", join(...FRAMES, SKIPPABLE, ...FRAMES)],
  ])("%s", (_, before) => {
    const bytes = join(before as Uint8Array, LARGE);
    expect(pass(bytes)).toThrow("144 MiB");
    expect(pass(...bytewise(bytes))).toThrow("144 MiB");
    expect(pass(...bytewise(bytes.subarray(0, bytes.length - LARGE.length)))).not.toThrow();
  });
});

test("bytes that are no frame are left to the decompressor", () => {
  expect(pass(MAGIC)).not.toThrow();
  expect(pass(hex("00010203 04050607"), LARGE)).not.toThrow();
});

test.each([
  ["at once", LARGE],
  ["in a later frame", join(...FRAMES, LARGE)],
])("a capture that asks for one %s is not read on", async (_, bytes) => {
  const reading = readCapture("x.pcap.zst", bytesSource(bytes), {
    pcap: () => 0,
    record: () => {},
  });
  await expect(reading).rejects.toThrow(/it asks for a window of 144 MiB/);
});
