import type { Segment } from "../packet/index.js";
import {
  ADDRESS_AT,
  CONNECTION,
  DOMAIN_AT,
  HASH_AT,
  RECORD_WORDS,
  type Records,
  type RecordView,
  RUNS_AT,
  SIDE_AT,
  SIDE_WORDS,
} from "./layout.js";

/** Few at first, as most captures are small and many may be read at once; then by much, since growing copies them. */
const FIRST_RECORDS = 1 << 10;
const RECORD_GROWTH = 16;
/** A slot holds a record's number plus one, and above it bits of the hash, which spare most looks at wrong records. */
const ID_BITS = 24;
const ID_MASK = (1 << ID_BITS) - 1;
const FIRST_SLOTS = 1 << 15;
/** Slots are touched all over, so that more of them than needed would cost memory and time. */
const SLOT_GROWTH = 4;
const NONE = -1;

/** Which way a segment travels in the connection that was found: its sender is side 0 or side 1. */
export type Direction = 0 | 1;

/**
 * All connections: one array of records, found through an open-addressing hash of the address and port pairs that gives
 * the same slot for both directions. Nothing is allocated per packet; views follow when the array grows.
 */
export class ConnectionTable {
  /** Side that sent the segment which `find` or `add` was called with. */
  direction: Direction = 0;
  /** What `warm` read, so that its reads are not optimised away; means nothing. */
  warmth = 0;
  #records: Records;
  readonly #views: RecordView[] = [];
  /** 0 is a free slot. */
  #slots = new Int32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #used = 0;
  #count = 0;
  #free: number[] = [];
  #slot = 0;
  #hash = 0;
  readonly #most: number;

  /** @param most records that will ever be held at once */
  constructor(most: number) {
    this.#most = most;
    this.#records = allocate(Math.min(FIRST_RECORDS, most));
  }

  /** Records in the table, those included that a newer connection of the same address and port pair replaced. */
  get size(): number {
    return this.#count - this.#free.length;
  }

  /** One more than the highest record number that was ever used. */
  get limit(): number {
    return this.#count;
  }

  /**
   * Touches the memory that `find` will need for each of the first `count` segments, whose hashes are set. One after the other they would each
   * wait for memory several times; here the waits overlap.
   */
  warm(segments: readonly Segment[], count: number): void {
    const slots = this.#slots;
    const words = this.#records.words;
    let touched = 0;
    for (let index = 0; index < count; index++) {
      touched ^= slots[(segments[index] as Segment).hash & this.#mask] as number;
    }
    for (let index = 0; index < count; index++) {
      const slot = slots[(segments[index] as Segment).hash & this.#mask] as number;
      const id = (slot & ID_MASK) - 1;
      if (id === NONE) continue;
      const at = id * RECORD_WORDS;
      touched ^= words[at] as number;
      touched ^= words[at + RUNS_AT] as number;
      touched ^= words[at + SIDE_AT] as number;
      touched ^= words[at + SIDE_AT + SIDE_WORDS] as number;
    }
    this.warmth = touched;
  }

  /** The record number of the newest connection of a segment's addresses and ports, or -1; sets `direction`. */
  find(segment: Segment, domain: number): number {
    const hash = segment.hash;
    const slots = this.#slots;
    const mask = this.#mask;
    this.#hash = hash;
    const tag = hash & ~ID_MASK;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] as number;
      const id = (entry & ID_MASK) - 1;
      if (id === NONE || ((entry & ~ID_MASK) === tag && this.#matches(id, segment, domain))) {
        this.#slot = slot;
        return id;
      }
    }
  }

  /**
   * Adds a record for the segment that `find` was called with last; it replaces what `find` found.
   * @returns the record's number; all its words are 0 but those of the key
   */
  add(segment: Segment, domain: number): number {
    const freed = this.#free.pop();
    const id = freed ?? this.#grow();
    const { words } = this.#records;
    const at = id * RECORD_WORDS;
    if (freed !== undefined) words.fill(0, at, at + RECORD_WORDS);
    words[at] = segment.family === 6 ? CONNECTION.IPV6 : 0;
    words[at + 1] = (segment.srcPort << 16) | segment.dstPort;
    const address = at + ADDRESS_AT;
    words[address] = segment.src0;
    words[address + 1] = segment.src1;
    words[address + 2] = segment.src2;
    words[address + 3] = segment.src3;
    words[address + 4] = segment.dst0;
    words[address + 5] = segment.dst1;
    words[address + 6] = segment.dst2;
    words[address + 7] = segment.dst3;
    words[at + DOMAIN_AT] = domain;
    words[at + HASH_AT] = this.#hash;
    const isNew = this.#slots[this.#slot] === 0;
    this.#slots[this.#slot] = entryOf(this.#hash, id);
    if (isNew && ++this.#used * 2 > this.#mask) this.#rebuild((this.#mask + 1) * SLOT_GROWTH);
    this.direction = 0;
    return id;
  }

  /** Keeps a view on the array of records, through its growth. */
  attach(view: RecordView): void {
    view.words = this.#records.words;
    view.doubles = this.#records.doubles;
    this.#views.push(view);
  }

  /** The numbers of all records, in no order that means anything once records were removed. */
  ids(): number[] {
    const free = new Set(this.#free);
    const ids: number[] = [];
    for (let id = 0; id < this.#count; id++) if (free.size === 0 || !free.has(id)) ids.push(id);
    return ids;
  }

  /** Gives up the records that have a 1 at their number in `leaving`; their numbers are used again. */
  remove(leaving: Uint8Array): void {
    for (let id = 0; id < this.#count; id++) if (leaving[id] === 1) this.#free.push(id);
    const slots = this.#slots;
    for (let slot = 0; slot <= this.#mask; slot++) {
      const id = ((slots[slot] as number) & ID_MASK) - 1;
      if (id !== NONE && leaving[id] === 1) slots[slot] = 0;
    }
    this.#rebuild(this.#mask + 1);
  }

  #grow(): number {
    const { words } = this.#records;
    if ((this.#count + 1) * RECORD_WORDS > words.length) {
      this.#records = allocate(Math.min(this.#count * RECORD_GROWTH, this.#most));
      this.#records.words.set(words);
      for (const view of this.#views) {
        view.words = this.#records.words;
        view.doubles = this.#records.doubles;
      }
    }
    return this.#count++;
  }

  #rebuild(size: number): void {
    const { words } = this.#records;
    const slots = new Int32Array(size);
    const mask = size - 1;
    let used = 0;
    for (const entry of this.#slots) {
      if (entry === 0) continue;
      const hash = words[((entry & ID_MASK) - 1) * RECORD_WORDS + HASH_AT] as number;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
      used++;
    }
    this.#slots = slots;
    this.#mask = mask;
    this.#used = used;
  }

  #matches(id: number, segment: Segment, domain: number): boolean {
    const { words } = this.#records;
    const at = id * RECORD_WORDS;
    const ports = words[at + 1] as number;
    if (words[at + DOMAIN_AT] !== domain) return false;
    if ((((words[at] as number) & CONNECTION.IPV6) !== 0) !== (segment.family === 6)) return false;
    if (
      ports === ((segment.srcPort << 16) | segment.dstPort) &&
      sameAddresses(words, at, segment, 0)
    ) {
      this.direction = 0;
      return true;
    }
    if (
      ports === ((segment.dstPort << 16) | segment.srcPort) &&
      sameAddresses(words, at, segment, 4)
    ) {
      this.direction = 1;
      return true;
    }
    return false;
  }
}

/** A slot's content for a record: 24 bits of its number plus one, 8 bits of its hash. */
function entryOf(hash: number, id: number): number {
  return (hash & ~ID_MASK) | (id + 1);
}

function allocate(records: number): Records {
  const words = new Int32Array(records * RECORD_WORDS);
  return { words, doubles: new Float64Array(words.buffer) };
}

/** Whether the record's addresses are the segment's, source at offset `source` (0 or 4) of the record's eight words. */
function sameAddresses(words: Int32Array, at: number, segment: Segment, source: 0 | 4): boolean {
  const src = at + ADDRESS_AT + source;
  const dst = at + ADDRESS_AT + 4 - source;
  return (
    words[src] === segment.src0 &&
    words[dst] === segment.dst0 &&
    (segment.family === 4 ||
      (words[src + 3] === segment.src3 &&
        words[dst + 3] === segment.dst3 &&
        words[src + 1] === segment.src1 &&
        words[src + 2] === segment.src2 &&
        words[dst + 1] === segment.dst1 &&
        words[dst + 2] === segment.dst2))
  );
}

/** The same number for both directions: sums do not change when source and destination are swapped. */
export function hashOf(segment: Segment, domain: number): number {
  let src = segment.src0;
  let dst = segment.dst0;
  if (segment.family === 6) {
    src ^= foldRest(segment.src1, segment.src2, segment.src3);
    dst ^= foldRest(segment.dst1, segment.dst2, segment.dst3);
  }
  const from = mix(src ^ Math.imul(segment.srcPort, 0x9e3779b1));
  const to = mix(dst ^ Math.imul(segment.dstPort, 0x9e3779b1));
  return mix((from + to + Math.imul(domain, 0x85ebca6b)) | 0);
}

/** The words of an IPv6 address after the first. */
function foldRest(w1: number, w2: number, w3: number): number {
  return Math.imul(w1, 0x27d4eb2f) ^ Math.imul(w2, 0x165667b1) ^ Math.imul(w3, 0x2c1b3c6d);
}

/** Finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
