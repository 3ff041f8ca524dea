import { describe, expect, test } from "vitest";
import { readCapture } from "./capture.js";
import { hex, join } from "./fixtures/bytes.js";
import { RecordList } from "./fixtures/capture.js";
import { bytesSource } from "./source.js";

async function read(bytes: Uint8Array, list = new RecordList()) {
  const fault = await readCapture("test.pcap", bytesSource(bytes), list);
  return { seen: list.seen, fault };
}

describe("byte orders and resolutions", () => {
  test.each([
    [
      "little-endian µs",
      "d4c3b2a1 02000400 00000000 00000000 00000400 01000000  01000000 02000000 02000000 03000000 aabb",
      2000,
    ],
    [
      "big-endian µs",
      "a1b2c3d4 00020004 00000000 00000000 00040000 00000001  00000001 00000002 00000002 00000003 aabb",
      2000,
    ],
    [
      "little-endian ns",
      "4d3cb2a1 02000400 00000000 00000000 00000400 01000000  01000000 02000000 02000000 03000000 aabb",
      2,
    ],
    [
      "big-endian ns",
      "a1b23c4d 00020004 00000000 00000000 00040000 00000001  00000001 00000002 00000002 00000003 aabb",
      2,
    ],
  ])("%s", async (_, text, nanos) => {
    const { seen, fault } = await read(hex(text));
    expect(fault).toBeUndefined();
    expect(seen).toEqual([{ hex: "aabb", original: 3, linkType: 1, sec: 1, nanos }]);
  });
});

const HEADER = hex("d4c3b2a1 02000400 00000000 00000000 00000400 01000000");
const RECORD = hex("01000000 02000000 02000000 02000000 aabb");

test("Kuznetzov's modified format has 8 bytes more of header before each packet", async () => {
  const header = hex("34cdb2a1 02000400 00000000 00000000 00000400 01000000");
  const record = hex("01000000 02000000 02000000 03000000  05000000 0008 04 00  aabb");
  const bytes = join(header, record, record, record.subarray(0, 20));
  // A sink that takes many records at once knows none of these.
  const atOnce = { pcap: () => expect.unreachable("their headers are longer") };
  const { seen, fault } = await read(bytes, Object.assign(new RecordList(), atOnce));
  const packet = { hex: "aabb", original: 3, linkType: 1, sec: 1, nanos: 2000 };
  expect(seen).toEqual([packet, packet]);
  expect(fault?.message).toBe("the file ends inside a record header, after 20 bytes of 24");
});

test("a fraction of a second or more is carried over", async () => {
  const whole = hex("01000000 40420f00 00000000 00000000");
  const more = hex("01000000 60e31600 00000000 00000000");
  expect((await read(join(HEADER, whole, more))).seen).toMatchObject([
    { sec: 2, nanos: 0 },
    { sec: 2, nanos: 500_000_000 },
  ]);
});

test("the upper half of the link type is the frame check sequence's", async () => {
  const { seen } = await read(join(HEADER.subarray(0, 20), hex("01000024"), RECORD));
  expect(seen).toMatchObject([{ linkType: 1 }]);
});

describe("faults", () => {
  test.each([
    [
      "a length of 4 GB",
      hex("01000000 00000000 ffffffff ffffffff"),
      42,
      "a record says that it holds 4294967295 bytes, which cannot be",
    ],
    [
      "the end inside a record",
      hex("01000000 00000000 05000000 05000000 aa"),
      42,
      "the file ends inside a record, after 1 bytes of 5",
    ],
    [
      "the end inside a record header",
      hex("010000"),
      42,
      "the file ends inside a record header, after 3 bytes of 16",
    ],
  ])("%s: what came before is kept, the offset is told", async (_, rest, offset, message) => {
    const { seen, fault } = await read(join(HEADER, RECORD, rest));
    expect(seen).toHaveLength(1);
    expect(fault).toEqual({ file: "test.pcap", offset, message });
  });

  test.each([
    ["nothing", new Uint8Array(0), "test.pcap is no packet capture: it is empty"],
    ["three bytes", hex("d4c3b2"), "test.pcap is no packet capture: it begins with d4c3b2"],
    [
      "part of a file header",
      HEADER.subarray(0, 10),
      "test.pcap is no packet capture: the file ends inside its header, after 10 bytes",
    ],
    [
      "text",
      Uint8Array.from(Buffer.from("hello world")),
      "test.pcap is no packet capture: it begins with 68656c6c",
    ],
  ])("%s is no capture", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: "E_CAPTURE_FORMAT", message });
  });
});
