import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { Command } from "@commander-js/extra-typings";
import { positive, wholeNumber } from "../../src/cli/numbers.js";
import { Random } from "../../src/packet/fixtures/random.js";
import {
  encodeFrame,
  encodePcapHeader,
  encodePcapRecord,
  LINK,
  MAX_FRAME_HEADER,
  PCAP_FILE_HEADER,
  PCAP_RECORD_HEADER,
  Segment,
} from "../../src/packet/index.js";
import { fillerKind, type Kind, MEAN_LEAST_PACKETS } from "./connection-scripts.js";
import { Schedule } from "./schedule.js";
import { drawKind, ScriptedConnection } from "./traffic-mix.js";

/** What to generate. */
export interface CaptureSize {
  seed: number;
  packets: number;
  connections: number;
  /** Connections that begin in each second of the capture. */
  perSecond: number;
}

/** The capture that the figures in docs/analyzer.md are of. */
export const BENCH_CAPTURE: CaptureSize = {
  seed: 1,
  packets: 2_000_000,
  connections: 200_000,
  perSecond: 5_000,
};

const START_SEC = 1_760_000_000;
const SNAP = 192;
const CHUNK_BYTES = 1 << 20;
const MAX_RECORD = PCAP_RECORD_HEADER + MAX_FRAME_HEADER + SNAP;
const NANOS_PER_SECOND = 1e9;
/** Longest time between two packets of a connection that its script does not ask for, in nanoseconds. */
const MAX_STEP = 60_000_000;
/** Packets kept for the last connection, so that chance does not use more than there are. */
const RESERVE = 200;
/** One connection in so many has a long transfer. */
const LONG_ONE_IN = 8;

/** Writes a capture and ends the stream. */
export async function writeCapture(out: NodeJS.WritableStream, size: CaptureSize): Promise<void> {
  await pipeline(Readable.from(copies(generateCapture(size))), out);
}

// The generator uses its buffer again.
function* copies(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of chunks) yield chunk.slice();
}

/**
 * Yields the chunks of a nanosecond pcap with exactly the packets and connections asked for. A chunk's bytes are used
 * again after the next one is asked for.
 * @param onStart told of every connection's kind, in order of its first packet
 */
export function* generateCapture(
  size: CaptureSize,
  onStart: (kind: Kind) => void = () => {},
): Generator<Uint8Array> {
  const bytes = new Uint8Array(CHUNK_BYTES + MAX_RECORD);
  const view = new DataView(bytes.buffer);
  const random = new Random(size.seed);
  const segment = new Segment();
  const schedule = new Schedule();
  const newcomers = new Newcomers(size, random);
  let used = PCAP_FILE_HEADER;
  encodePcapHeader(view, 0, LINK.ETHERNET, SNAP);
  let newcomer = newcomers.next();
  for (;;) {
    while (newcomer !== undefined && newcomer.due <= schedule.nextDue) {
      schedule.add(newcomer);
      newcomer = newcomers.next();
    }
    const connection = schedule.take();
    if (connection === undefined) break;
    if (connection.isFresh) onStart(connection.kind);
    connection.emit(segment);
    used += writeRecord(view, used, segment, connection.due);
    if (connection.left > 0) {
      connection.due += connection.pause + random.below(MAX_STEP);
      schedule.add(connection);
    }
    if (used >= CHUNK_BYTES) {
      yield bytes.subarray(0, used);
      used = 0;
    }
  }
  yield bytes.subarray(0, used);
}

/** Makes connections whose packets add up to the capture's size. */
class Newcomers {
  readonly #size: CaptureSize;
  readonly #random: Random;
  #begun = 0;
  #promised = 0;

  constructor(size: CaptureSize, random: Random) {
    this.#size = size;
    this.#random = random;
  }

  next(): ScriptedConnection | undefined {
    const { packets, connections, perSecond } = this.#size;
    const left = connections - this.#begun;
    if (left === 0) return undefined;
    const packetsLeft = packets - this.#promised;
    const kind = left === 1 ? fillerKind(packetsLeft) : drawKind(this.#random);
    const spare = Math.max(0, (packetsLeft - RESERVE) / left - MEAN_LEAST_PACKETS);
    const isLong = this.#random.below(LONG_ONE_IN) === 0;
    const extra = isLong ? this.#random.below(Math.ceil(spare * LONG_ONE_IN * 3)) : 0;
    const connection = new ScriptedConnection(this.#random, this.#begun, kind, extra);
    connection.due = Math.floor((this.#begun * NANOS_PER_SECOND) / perSecond);
    this.#begun++;
    this.#promised += connection.left;
    return connection;
  }
}

function writeRecord(view: DataView, at: number, segment: Segment, nanos: number): number {
  const frame = at + PCAP_RECORD_HEADER;
  const headers = encodeFrame(view, frame, segment);
  const original = headers + segment.length;
  const captured = Math.min(SNAP, original);
  const sec = START_SEC + Math.floor(nanos / NANOS_PER_SECOND);
  encodePcapRecord(view, at, sec, nanos % NANOS_PER_SECOND, captured, original);
  return PCAP_RECORD_HEADER + captured;
}

async function main(): Promise<void> {
  const { out, ...size } = new Command("generate-capture")
    .option("--seed <n>", "seed of all that is random in it", wholeNumber, BENCH_CAPTURE.seed)
    .option("--packets <n>", "size of the capture", positive, BENCH_CAPTURE.packets)
    .option("--connections <n>", "connections in it", positive, BENCH_CAPTURE.connections)
    .option("--out <file>", "where it is written; - is standard output", "-")
    .parse()
    .opts();
  const stream = out === "-" ? process.stdout : createWriteStream(out);
  await writeCapture(stream, { ...BENCH_CAPTURE, ...size });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main();
}
