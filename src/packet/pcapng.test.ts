import { describe, expect, test } from "vitest";
import { readCapture } from "./capture.js";
import { hex, join } from "./fixtures/bytes.js";
import { RecordList } from "./fixtures/capture.js";
import { Blocks } from "./fixtures/pcapng.js";
import { bytesSource } from "./source.js";

const FRAME = hex("aabbccddee");
const NANOSECONDS = [9, Uint8Array.of(9)] as const;

async function read(...parts: Uint8Array[]) {
  const list = new RecordList();
  const fault = await readCapture("test.pcapng", bytesSource(join(...parts)), list);
  return { seen: list.seen, fault };
}

describe.each([
  ["little-endian", true],
  ["big-endian", false],
])("%s", (_, little) => {
  const blocks = new Blocks(little);

  test("interfaces with their own link type and resolution, comments passed over", async () => {
    const { seen, fault } = await read(
      blocks.section(),
      blocks.interface(1, 65535),
      blocks.interface(113, 0, [[1, Uint8Array.from(Buffer.from("a comment"))], NANOSECONDS]),
      blocks.packet(0, 1_760_000_000_000_002n, FRAME, 99),
      blocks.packet(1, 1_760_000_000_000_000_003n, FRAME),
    );
    expect(fault).toBeUndefined();
    expect(seen).toEqual([
      { hex: "aabbccddee", original: 99, linkType: 1, sec: 1_760_000_000, nanos: 2000 },
      { hex: "aabbccddee", original: 5, linkType: 113, sec: 1_760_000_000, nanos: 3 },
    ]);
  });

  test("obsolete and simple packets", async () => {
    const { seen } = await read(
      blocks.section(),
      blocks.interface(1, 3),
      blocks.oldPacket(0, 5_000_001n, FRAME),
      blocks.simplePacket(FRAME.subarray(0, 3), 5),
    );
    // A byte fills the simple one up: its snap length tells that it was not captured.
    expect(seen).toEqual([
      { hex: "aabbccddee", original: 5, linkType: 1, sec: 5, nanos: 1000 },
      { hex: "aabbcc", original: 5, linkType: 1, sec: 0, nanos: 0 },
    ]);
  });

  test("if_tsoffset is added", async () => {
    const offset = new Uint8Array(8);
    new DataView(offset.buffer).setBigInt64(0, -100n, little);
    const { seen } = await read(
      blocks.section(),
      blocks.interface(1, 0, [[14, offset]]),
      blocks.packet(0, 500_000_000n, FRAME),
    );
    expect(seen).toMatchObject([{ sec: 400 }]);
  });

  test("blocks of names and statistics are passed over, wherever they stand", async () => {
    const [names, statistics] = [4, 5].map((type) => blocks.block(type, new Uint8Array(16)));
    const { seen, fault } = await read(
      blocks.section(),
      names as Uint8Array,
      blocks.interface(1, 0),
      statistics as Uint8Array,
      names as Uint8Array,
      blocks.packet(0, 1n, FRAME),
      statistics as Uint8Array,
    );
    expect(fault).toBeUndefined();
    expect(seen).toHaveLength(1);
  });

  test("a block that carries no packet is skipped, even one longer than any buffer", async () => {
    const { seen, fault } = await read(
      blocks.section(),
      blocks.interface(1, 0),
      blocks.block(0xbad, new Uint8Array(9 << 20)),
      blocks.packet(0, 1n, FRAME),
    );
    expect(fault).toBeUndefined();
    expect(seen).toHaveLength(1);
  });
});

test.each([
  ["of another length than its own", [9, Uint8Array.of(9, 9)] as const],
  ["of a shorter one", [14, Uint8Array.of(1, 1, 1, 1)] as const],
])("an option %s tells nothing", async (_, option) => {
  const blocks = new Blocks(true);
  const { seen } = await read(
    blocks.section(),
    blocks.interface(1, 0, [option]),
    blocks.packet(0, 1n, FRAME),
  );
  expect(seen).toMatchObject([{ sec: 0, nanos: 1000 }]);
});

test("nor does one that its block has no room for", async () => {
  const blocks = new Blocks(true);
  const cut = blocks.block(1, hex("01000000 00000000 09000100"));
  const { seen, fault } = await read(blocks.section(), cut, blocks.packet(0, 1n, FRAME));
  expect(fault).toBeUndefined();
  expect(seen).toMatchObject([{ sec: 0, nanos: 1000 }]);
});

test("sections of different byte orders, interfaces numbered anew in each", async () => {
  const [little, big] = [new Blocks(true), new Blocks(false)];
  const { seen } = await read(
    little.section(),
    little.interface(1, 0),
    little.packet(0, 1_000_000n, FRAME),
    big.section(),
    big.interface(101, 0),
    big.packet(0, 2_000_000n, FRAME),
  );
  expect(seen.map(({ linkType, sec }) => [linkType, sec])).toEqual([
    [1, 1],
    [101, 2],
  ]);
});

describe("faults", () => {
  const blocks = new Blocks(true);
  const start = [blocks.section(), blocks.interface(1, 0), blocks.packet(0, 1n, FRAME)];
  const at = join(...start).length;
  const wrongEnd = blocks.packet(0, 1n, FRAME);
  wrongEnd[wrongEnd.length - 4] = 0xff;

  test.each([
    [
      "a block of length 0",
      hex("06000000 00000000 00000000"),
      "a block says that it is 0 bytes long, which cannot be",
    ],
    [
      "a length that is no multiple of 4",
      hex("06000000 0d000000 00000000"),
      "a block says that it is 13 bytes long, which cannot be",
    ],
    [
      "a packet of 4 GB",
      hex("06000000 fcffffff 00000000"),
      "a packet or interface block says that it is 4294967292 bytes long, which cannot be",
    ],
    [
      "an unknown block of 4 GB",
      hex("99000000 fcffffff 00000000"),
      "the file ends 4294967280 bytes before the end of a block",
    ],
    [
      "two lengths that differ",
      wrongEnd,
      "a block of 40 bytes does not repeat its length at its end",
    ],
    [
      "an interface that is not described",
      blocks.packet(7, 1n, FRAME),
      "a packet names interface 7, which its section does not describe",
    ],
    [
      "a packet longer than its block",
      blocks.block(6, hex("00000000 00000000 00000000 64000000 64000000 aabbccdd")),
      "a packet block is too short for the packet that it says it holds",
    ],
    [
      "a packet without its fields",
      blocks.block(6, hex("00000000 00000000")),
      "a packet block is too short for the packet that it says it holds",
    ],
    [
      "an interface block without its fields",
      blocks.block(1, hex("01000000")),
      "an interface block is too short",
    ],
    [
      "a simple packet without a length",
      blocks.block(3, new Uint8Array(0)),
      "a simple packet block has no interface or no length",
    ],
    [
      "a section of no byte order",
      blocks.block(0x0a0d0d0a, new Uint8Array(16)),
      "a section header has no byte-order magic",
    ],
    [
      "a section of a version to come",
      blocks.section(2),
      "a section has pcapng's version 2; only version 1 can be read",
    ],
    [
      "a section header without its fields",
      blocks.block(0x0a0d0d0a, hex("4d3c2b1a 01000000")),
      "a section header is too short",
    ],
    [
      "the end inside a block",
      blocks.packet(0, 1n, FRAME).subarray(0, 20),
      "the file ends inside a block, after 20 bytes of 40",
    ],
    [
      "the end inside a block header",
      hex("0600"),
      "the file ends inside a block header, after 2 bytes of 8",
    ],
  ])("%s", async (_, rest, message) => {
    const { seen, fault } = await read(...start, rest);
    expect(seen).toHaveLength(1);
    expect(fault).toMatchObject({ message });
    expect(fault?.offset).toBe(message.includes("4294967280") ? at + 12 : at);
  });
});
