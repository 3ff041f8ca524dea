import { type ErrorCode, messageOf, ShiftError } from "../core/index.js";
import { BLOCK_BYTES, BLOCKS, HEADROOM } from "../engine/index.js";
import { compressionOf, decompressed } from "./compression.js";
import { isPcap, PcapReader } from "./pcap.js";
import { isPcapng, PcapngReader } from "./pcapng.js";
import type { Fault, RecordReader, RecordSink } from "./records.js";
import type { ByteSource } from "./source.js";

const MAGIC_BYTES = 4;

/** One of the two buffers: while one is decoded, the other is read into. */
class Block {
  readonly bytes: Uint8Array;
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** The sink's own memory, or new one. */
function blocksFor({ blocks }: RecordSink): [Block, Block] {
  // Not filled with zeroes: most of it is never touched by a small capture, and costs nothing then.
  const fresh = () => Buffer.allocUnsafeSlow(HEADROOM + BLOCK_BYTES);
  const both = blocks ?? Array.from({ length: BLOCKS }, fresh);
  return both.map((bytes) => new Block(bytes)) as [Block, Block];
}

/**
 * Reads one capture of any known format and hands its records to a sink.
 * @param file name for faults
 * @param source its bytes; closed at the end
 * @returns the fault that stopped it, or undefined when the capture was read to its end
 * @throws ShiftError when not even a file header could be read: E_FILE where the source failed, with its error as `cause`,
 * E_CAPTURE_FORMAT where its bytes are no capture
 * @throws what the sink throws
 */
export async function readCapture(
  file: string,
  source: ByteSource,
  sink: RecordSink,
): Promise<Fault | undefined> {
  let input = source;
  try {
    const first = new Uint8Array(MAGIC_BYTES);
    let reader: RecordReader | undefined;
    try {
      let has = await fill(first, input);
      const view = new DataView(first.buffer);
      const compression = has === MAGIC_BYTES ? compressionOf(view) : undefined;
      if (compression !== undefined) {
        input = await decompressed(compression, withPrefix(first, input));
        has = await fill(first, input);
      }
      reader = has === MAGIC_BYTES ? readerFor(view) : undefined;
      if (reader === undefined) throw notACapture(file, beginningOf(first.subarray(0, has)));
    } catch (thrown) {
      throw unreadable(file, thrown, input === source ? "E_FILE" : "E_CAPTURE_FORMAT");
    }
    // What the sink throws is no fault of the capture.
    return await pump(file, withPrefix(first, input), reader, sink);
  } finally {
    await input.close();
  }
}

function readerFor(view: DataView): RecordReader | undefined {
  if (isPcap(view)) return new PcapReader();
  if (isPcapng(view)) return new PcapngReader();
  return undefined;
}

function unreadable(file: string, thrown: unknown, code: ErrorCode): ShiftError {
  if (thrown instanceof ShiftError) return thrown;
  return new ShiftError({
    code,
    message: `cannot read ${file}: ${messageOf(thrown)}`,
    place: { file },
    cause: thrown,
  });
}

function beginningOf(first: Uint8Array): string {
  return first.length === 0
    ? "it is empty"
    : `it begins with ${Buffer.from(first).toString("hex")}`;
}

function notACapture(file: string, why: string): ShiftError {
  return new ShiftError({
    code: "E_CAPTURE_FORMAT",
    message: `${file} is no packet capture: ${why}`,
    hint: "pcap and pcapng are read, plain or in gzip or zstd; other formats: `editcap -F pcapng IN OUT`",
    place: { file },
  });
}

/** Decodes one block while the next is being read, until the end or a fault. */
async function pump(
  file: string,
  source: ByteSource,
  reader: RecordReader,
  sink: RecordSink,
): Promise<Fault | undefined> {
  let [block, other] = blocksFor(sink);
  let from = HEADROOM;
  let consumed = 0;
  let reading = source.read(block.bytes, HEADROOM, BLOCK_BYTES);
  try {
    for (;;) {
      let has: number;
      try {
        has = await reading;
      } catch (thrown) {
        const message = `the rest cannot be read: ${messageOf(thrown)}`;
        return faultAt(file, consumed, message, consumed + HEADROOM - from);
      }
      const to = HEADROOM + has;
      if (has === 0) return restFault(file, block, from, reader, consumed);
      reading = source.read(other.bytes, HEADROOM, BLOCK_BYTES);
      const start = from + Math.min(reader.skip, to - from);
      reader.skip -= start - from;
      const used = reader.skip > 0 ? to : reader.read(block.view, start, to, sink);
      consumed += used - from;
      if (reader.problem !== undefined) return faultAt(file, consumed, reader.problem);
      from = HEADROOM - (to - used);
      other.bytes.set(block.bytes.subarray(used, to), from);
      [block, other] = [other, block];
      await sink.ready?.();
    }
  } finally {
    // Nobody may get the blocks while one is still being read into.
    await reading.catch(() => 0);
  }
}

function restFault(
  file: string,
  block: Block,
  from: number,
  reader: RecordReader,
  consumed: number,
): Fault | undefined {
  if (reader.skip > 0) {
    return faultAt(file, consumed, `the file ends ${reader.skip} bytes before the end of a block`);
  }
  if (from === HEADROOM) return undefined;
  return faultAt(file, consumed, reader.explainRest(block.view, from, HEADROOM));
}

/** @throws ShiftError E_CAPTURE_FORMAT when nothing was read before it: not even a file header */
function faultAt(file: string, consumed: number, message: string, offset = consumed): Fault {
  if (consumed === 0) throw notACapture(file, message);
  return { file, offset, message };
}

/** Fills bytes from a source as far as it has any. Returns how many it gave. */
async function fill(bytes: Uint8Array, source: ByteSource): Promise<number> {
  let has = 0;
  while (has < bytes.length) {
    const more = await source.read(bytes, has, bytes.length - has);
    if (more === 0) break;
    has += more;
  }
  return has;
}

/** A source that gives bytes which were read ahead back first. */
function withPrefix(prefix: Uint8Array, source: ByteSource): ByteSource {
  let rest = prefix.slice();
  return {
    async read(into, at, length) {
      if (rest.length === 0) return source.read(into, at, length);
      const taken = Math.min(length, rest.length);
      into.set(rest.subarray(0, taken), at);
      rest = rest.subarray(taken);
      return taken;
    },
    close: () => source.close(),
  };
}
