import { Readable } from "node:stream";
import { crc32, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCapture } from "./capture.js";
import { join } from "./fixtures/bytes.js";
import { pcapOf, RecordList } from "./fixtures/capture.js";
import { Blocks } from "./fixtures/pcapng.js";
import { type ByteSource, bytesSource, streamSource } from "./source.js";

const frames = fc.array(
  fc.record({ sec: fc.nat(), nanos: fc.nat(999_999_999), bytes: fc.uint8Array({ maxLength: 40 }) }),
  { maxLength: 12 },
);

const formats: [
  string,
  (frames: { sec: number; nanos: number; bytes: Uint8Array }[]) => Uint8Array,
][] = [
  ["pcap", (list) => pcapOf(list)],
  [
    "pcapng",
    (list) => {
      const blocks = new Blocks(true);
      const packets = list.map(({ sec, nanos, bytes }) =>
        blocks.packet(0, BigInt(sec) * 1_000_000_000n + BigInt(nanos), bytes),
      );
      return join(blocks.section(), blocks.interface(1, 0, [[9, Uint8Array.of(9)]]), ...packets);
    },
  ],
];

async function read(source: ByteSource) {
  const list = new RecordList();
  try {
    const fault = await readCapture("x", source, list);
    return { seen: list.seen, fault, failed: false };
  } catch {
    return { seen: list.seen, fault: undefined, failed: true };
  }
}

/** Gives no more than `size` bytes at a time. */
function slowly(bytes: Uint8Array, size: number): ByteSource {
  const source = bytesSource(bytes);
  return { ...source, read: (into, at, length) => source.read(into, at, Math.min(length, size)) };
}

describe.each(formats)("%s", (_, encode) => {
  test("any cut of a file gives a prefix of its records, and the offset of the cut record", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.double({ min: 0, max: 1, noNaN: true }), async (list, share) => {
        const bytes = encode(list);
        const whole = await read(bytesSource(bytes));
        expect(whole.fault).toBeUndefined();
        expect(whole.seen).toHaveLength(list.length);
        const cut = Math.floor(bytes.length * share);
        const part = await read(bytesSource(bytes.subarray(0, cut)));
        expect(part.seen).toEqual(whole.seen.slice(0, part.seen.length));
        if (part.fault !== undefined) expect(part.fault.offset).toBeLessThanOrEqual(cut);
      }),
      { numRuns: 200 },
    );
  });

  test("how the bytes arrive makes no difference", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.integer({ min: 1, max: 50 }), async (list, size) => {
        const bytes = encode(list);
        expect(await read(slowly(bytes, size))).toEqual(await read(bytesSource(bytes)));
      }),
      { numRuns: 100 },
    );
  });
});

const THREE = pcapOf([1, 2, 3].map((sec) => ({ sec, nanos: sec, bytes: Uint8Array.of(sec, sec) })));

/** A Zstandard frame with its content in one raw block (RFC 8878 section 3.1.1). */
function rawZstd(content: Uint8Array): Uint8Array {
  const frame = new DataView(new ArrayBuffer(9));
  frame.setUint32(0, 0xfd2fb528, true);
  frame.setUint8(4, 0xa0); // one segment, content size in four bytes
  frame.setUint32(5, content.length, true);
  const block = (content.length << 3) | 1;
  return join(
    new Uint8Array(frame.buffer),
    Uint8Array.of(block & 0xff, (block >> 8) & 0xff, block >> 16),
    content,
  );
}

/** A gzip member with everything that its header may hold (RFC 1952 section 2.3.1). */
function adorned(content: Uint8Array): Uint8Array {
  const plain = gzipSync(content);
  const extra = Uint8Array.of(3, 0, 0, 1, 2);
  const name = Buffer.from("x.pcap\0");
  const comment = Uint8Array.of(0);
  const fixed = join(plain.subarray(0, 3), Uint8Array.of(0x1e), plain.subarray(4, 10));
  const header = join(fixed, extra, name, comment);
  const check = crc32(header) & 0xffff;
  return join(header, Uint8Array.of(check & 0xff, check >> 8), plain.subarray(10));
}

describe("compression", () => {
  test.each([
    ["gzip", gzipSync(THREE)],
    ["gzip of two members", join(gzipSync(THREE.subarray(0, 30)), gzipSync(THREE.subarray(30)))],
    ["gzip with an adorned header", adorned(THREE)],
    ["gzip with zeroes behind it", join(gzipSync(THREE), new Uint8Array(600))],
    ["zstd", rawZstd(THREE)],
    ["zstd of two frames", join(rawZstd(THREE.subarray(0, 30)), rawZstd(THREE.subarray(30)))],
  ])("%s", async (_, bytes) => {
    expect(await read(bytesSource(bytes))).toEqual(await read(bytesSource(THREE)));
    expect(await read(slowly(bytes, 1))).toEqual(await read(bytesSource(THREE)));
  });

  const garbage = Buffer.from("garbage");
  const compressed = gzipSync(THREE);
  const wrongCheck = join(compressed.subarray(0, -8), new Uint8Array(8));
  test.each([
    ["gzip before garbage", join(compressed, garbage), "what follows is not in gzip"],
    ["gzip before one byte", join(compressed, Uint8Array.of(1)), "unexpected end of file"],
    ["gzip with another check", wrongCheck, "incorrect data check"],
    ["gzip without its check", compressed.subarray(0, -8), "unexpected end of file"],
    ["zstd before garbage", join(rawZstd(THREE), garbage), "invalid zstd data"],
  ])("%s: all that was compressed is read, the fault is told", async (_, bytes, message) => {
    const { seen, fault } = await read(bytesSource(bytes));
    expect(seen).toHaveLength(3);
    expect(fault).toEqual({
      file: "x",
      offset: THREE.length,
      message: `the rest cannot be read: ${message}`,
    });
  });

  test.each([
    ["gzip", gzipSync(THREE, { level: 0 })],
    ["zstd", rawZstd(THREE)],
  ])("%s that breaks off: the records before are kept", async (_, bytes) => {
    const part = await read(bytesSource(bytes.subarray(0, -18)));
    expect(part.seen.length + Number(part.failed)).toBeGreaterThan(0);
    expect(part.fault !== undefined || part.failed).toBe(true);
  });
});

test("a stream that fails at once is no capture of another form: its own error is told", async () => {
  const cause = new Error("the connection was lost");
  const stream = new Readable({
    read() {
      this.destroy(cause);
    },
  });
  await expect(
    readCapture("stream", streamSource(stream), { record: () => {} }),
  ).rejects.toMatchObject({
    code: "E_FILE",
    message: "cannot read stream: the connection was lost",
    cause,
  });
});

test("a stream that fails in the middle is a fault with its offset", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield THREE.subarray(0, 42);
    throw new Error("the disk is gone");
  }
  const { seen, fault } = await read(streamSource(Readable.from(broken())));
  expect(seen).toHaveLength(1);
  expect(fault).toEqual({
    file: "x",
    offset: 42,
    message: "the rest cannot be read: the disk is gone",
  });
});

test.each([
  ["record", { record: () => fails() }],
  ["ready", { record: () => {}, ready: async () => fails() }],
])("what a sink's %s throws is thrown as it is: the capture has no fault", async (_, sink) => {
  const source = bytesSource(pcapOf([{ sec: 1, nanos: 0, bytes: new Uint8Array(20) }]));
  await expect(readCapture("x", source, sink)).rejects.toThrow(/^of my own$/);
});

function fails(): never {
  throw new Error("of my own");
}
