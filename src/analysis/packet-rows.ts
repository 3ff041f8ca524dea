import { NO_ID, type Segment } from "../packet/index.js";
import type { PacketFact } from "./record.js";
import { flagsText } from "./runs.js";

const NANOS_PER_SECOND = 1_000_000_000n;
/** Rows that are allocated at once. */
const ROWS_BITS = 12;
const ROWS = 1 << ROWS_BITS;

// Words of a row.
const NEXT = 0;
/** Flags, and above them the side, whether it is a fragment, and the TTL. */
const BITS = 1;
const SEQ = 2;
const ACK = 3;
const WINDOW = 4;
const LENGTH = 5;
const IP_ID = 6;
const NANOS = 7;
const WORDS = 8;
// Doubles of a row.
const SEC = 0;
const INDEX = 1;
const DOUBLES = 2;

const SIDE_BIT = 1 << 9;
const FRAGMENT_BIT = 1 << 10;
const TTL_SHIFT = 16;

/** Stands for the row after the last one. */
export const NO_ROW = -1;

/**
 * What is kept of packets, in rows of 48 bytes that can be linked. As objects they take five times as much, and those of
 * a large capture would not fit into the heap of V8.
 */
export class PacketRows {
  readonly #words: Int32Array[] = [];
  readonly #doubles: Float64Array[] = [];
  #used = 0;
  /** First of the rows that are free again. */
  #free = NO_ROW;
  #second = Number.NaN;
  #ns = 0n;

  /** Keeps a packet; the row has no next one. */
  add(side: number, segment: Segment): number {
    const row = this.#newRow();
    const words = this.#wordsOf(row);
    const at = (row & (ROWS - 1)) * WORDS;
    words[at + NEXT] = NO_ROW;
    words[at + BITS] =
      segment.flags |
      (side === 0 ? 0 : SIDE_BIT) |
      (segment.fragment === 1 ? FRAGMENT_BIT : 0) |
      (segment.ttl << TTL_SHIFT);
    words[at + SEQ] = segment.seq;
    words[at + ACK] = segment.ack;
    words[at + WINDOW] = segment.window;
    words[at + LENGTH] = segment.length;
    words[at + IP_ID] = segment.ipId;
    words[at + NANOS] = segment.nanos;
    const doubles = this.#doubles[row >>> ROWS_BITS] as Float64Array;
    const from = (row & (ROWS - 1)) * DOUBLES;
    doubles[from + SEC] = segment.sec;
    doubles[from + INDEX] = segment.index;
    return row;
  }

  /** The packet of a row, its direction as seen by `clientSide`. */
  factOf(row: number, clientSide: number): PacketFact {
    const words = this.#wordsOf(row);
    const at = (row & (ROWS - 1)) * WORDS;
    const word = (index: number) => words[at + index] as number;
    const doubles = this.#doubles[row >>> ROWS_BITS] as Float64Array;
    const from = (row & (ROWS - 1)) * DOUBLES;
    const bits = word(BITS);
    const ipId = word(IP_ID);
    return {
      ns: this.#secondNs(doubles[from + SEC] as number) + BigInt(word(NANOS)),
      index: doubles[from + INDEX] as number,
      dir: ((bits & SIDE_BIT) === 0) === (clientSide === 0) ? ">" : "<",
      flags: flagsText(bits),
      seq: word(SEQ) >>> 0,
      ack: word(ACK) >>> 0,
      window: word(WINDOW),
      length: word(LENGTH),
      ttl: bits >>> TTL_SHIFT,
      ipId: ipId === NO_ID ? NO_ID : ipId >>> 0,
      fragment: (bits & FRAGMENT_BIT) !== 0,
    };
  }

  next(row: number): number {
    return this.#wordsOf(row)[(row & (ROWS - 1)) * WORDS + NEXT] as number;
  }

  link(row: number, next: number): void {
    this.#wordsOf(row)[(row & (ROWS - 1)) * WORDS + NEXT] = next;
  }

  /** Gives linked rows up, from the first to the last. */
  free(first: number, last: number): void {
    this.link(last, this.#free);
    this.#free = first;
  }

  #newRow(): number {
    const row = this.#free;
    if (row !== NO_ROW) {
      this.#free = this.next(row);
      return row;
    }
    if (this.#used === this.#words.length * ROWS) {
      this.#words.push(new Int32Array(ROWS * WORDS));
      this.#doubles.push(new Float64Array(ROWS * DOUBLES));
    }
    return this.#used++;
  }

  #wordsOf(row: number): Int32Array {
    return this.#words[row >>> ROWS_BITS] as Int32Array;
  }

  /** A second in nanoseconds; packets of the same one share the costly part. */
  #secondNs(second: number): bigint {
    if (second !== this.#second) {
      this.#second = second;
      this.#ns = BigInt(second) * NANOS_PER_SECOND;
    }
    return this.#ns;
  }
}
