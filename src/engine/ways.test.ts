import fc from "fast-check";
import { expect, test } from "vitest";
import { Parts } from "./fixtures/parts.js";
import * as FLAG from "./flags.js";
import { SEGMENT_WORDS, SIDE_AT, SIDE_WORDS } from "./layout.js";
import { readSegment } from "./read-segment.js";
import { Segment } from "./segment.js";

const parts = await Parts.compile();
const FAST = parts.compiled.newRecord();
const SLOW = parts.compiled.newRecord();

/** Word of a side that numbers the record with its blocks. */
const BLOCKS = parts.compiled.wordOfBlocks();

/** The word of each field of a segment: what is read from words that hold their own numbers. */
const wordOf = new Segment();
readSegment(
  wordOf,
  {
    words: Int32Array.from({ length: SEGMENT_WORDS }, (_, word) => word),
    doubles: new Float64Array(SEGMENT_WORDS),
  },
  0,
);

/** Puts a segment of that time into the batch. */
function putSegment(time: number, fields: Partial<Segment>): void {
  parts.compiled.setTime(time);
  for (const name of Object.keys(fields) as (keyof Segment)[]) {
    parts.words[parts.segmentAt + wordOf[name]] = fields[name] as number;
  }
}

/** Takes the segment into both records; returns whether the short way took it. */
function take(side: 0 | 1): boolean {
  const { compiled } = parts;
  const short = compiled.takeShort(FAST, side) !== 0;
  if (!short) compiled.takeLong(FAST, side);
  compiled.takeLong(SLOW, side);
  compiled.noteTaken(FAST, side);
  compiled.noteTaken(SLOW, side);
  return short;
}

/** A record's words but for the numbers of the records that hold its blocks, which are others for each. */
function factsOf(id: number): Int32Array {
  const words = parts.record(id).slice();
  for (const side of [0, 1]) words[SIDE_AT + side * SIDE_WORDS + BLOCKS] = 0;
  return words;
}

/** Compares the bytes: toEqual on every packet would take most of the time. */
function areSame(a: Int32Array, b: Int32Array): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
}

/** Mostly the usual value, at times another. */
function mostly<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const ODD_FLAGS = [
  FLAG.FIN | FLAG.ACK,
  FLAG.FIN | FLAG.ACK,
  FLAG.FIN | FLAG.PSH | FLAG.ACK,
  FLAG.SYN,
  FLAG.SYN | FLAG.ACK,
  FLAG.FIN | FLAG.ACK,
  FLAG.RST,
  FLAG.RST | FLAG.ACK,
  0,
];

/** What a packet does relative to what its side and the other have sent, so that orderly ones are common. */
const step = fc.record({
  side: fc.constantFrom<0 | 1>(0, 1),
  flags: mostly<number>(FLAG.ACK, FLAG.ACK | FLAG.PSH, ...ODD_FLAGS),
  length: fc.constantFrom(0, 0, 1, 100, 1448),
  seqOff: mostly(0, -1, 1, -100, 100, -3000, 3000),
  ackOff: mostly(0, -1, 1, -100, 100, -3000, 3000, 2_000_000),
  ttl: mostly(64, 57, 0),
  ipId: mostly(5, 0, -1),
  window: mostly(500, 0),
  trafficClass: mostly(0, 2, 0x10),
  timestamp: fc.constantFrom(-1, 10, 11, 5_000_000),
  pause: mostly(1e5, 0, 1e9, -1e3, 1e16),
  fragment: mostly(0, 1),
});

const OPENING_FLAGS = [FLAG.SYN, FLAG.SYN | FLAG.ACK, FLAG.ACK];

/** A packet of the handshake: mostly as it should be, with all that may differ in its marks. */
const openingStep = fc.record({
  extra: mostly<number>(0, FLAG.ECE | FLAG.CWR, FLAG.ECE, FLAG.PSH),
  length: mostly(0, 10),
  seqOff: mostly(0, 5),
  ackOff: mostly(0, 1, -1),
  ttl: fc.constantFrom(64, 57, 0),
  ipId: fc.constantFrom(5, 0, -1),
  window: mostly(500, 0),
  trafficClass: fc.constantFrom(0, 2, 0x10),
  timestamp: fc.constantFrom(-1, 10),
  pause: fc.constantFrom(0, 1e5, 3e9),
  fragment: mostly(0, 1),
});

test("the short ways change the facts as the long way does", () => {
  let short = 0;
  let all = 0;
  fc.assert(
    fc.property(
      fc.record({
        steps: fc.array(step, { maxLength: 30 }),
        first: fc.constantFrom(1000, 0x7ffffff0, -200, -1, -2),
        opening: fc.option(fc.tuple(openingStep, openingStep, openingStep), { nil: undefined }),
      }),
      ({ steps, first, opening }) => {
        parts.compiled.renew(FAST);
        parts.compiled.renew(SLOW);
        const next: [number, number] = [first, first + 70_000];
        let time = 0;
        const handshake = (opening ?? []).map((one, index) => ({
          ...one,
          side: (index % 2) as 0 | 1,
          flags: (OPENING_FLAGS[index] as number) | one.extra,
        }));
        for (const one of [...handshake, ...steps]) {
          time += one.pause;
          putSegment(time, {
            family: 4,
            headerLength: 20,
            flags: one.flags,
            length: one.length,
            seq: (next[one.side] + one.seqOff) | 0,
            ack: one.flags & FLAG.ACK ? ((next[1 - one.side] as number) + one.ackOff) | 0 : 0,
            ttl: one.ttl,
            ipId: one.ipId,
            window: one.window,
            trafficClass: one.trafficClass,
            hasTimestamp: one.timestamp < 0 ? 0 : 1,
            tsVal: one.timestamp,
            fragment: one.fragment,
          });
          if (one.seqOff === 0) {
            next[one.side] +=
              one.length + (one.flags & FLAG.SYN ? 1 : 0) + (one.flags & FLAG.FIN ? 1 : 0);
          }
          all++;
          if (take(one.side)) short++;
          const [fast, slow] = [factsOf(FAST), factsOf(SLOW)];
          if (!areSame(fast, slow)) expect(fast).toEqual(slow);
        }
      },
    ),
    { numRuns: 4000 },
  );
  // The property says nothing if the short way is hardly ever taken.
  expect(short).toBeGreaterThan(all / 5);
});
