import fc from "fast-check";
import { expect, test } from "vitest";
import { FLAG, Segment } from "../packet/index.js";
import { ConnectionView } from "./connection-view.js";
import { takeExpected } from "./expected.js";
import { Intake } from "./intake.js";
import { RECORD_WORDS } from "./layout.js";
import { takeOpening } from "./opening.js";
import { Reassembly } from "./reassembly.js";
import { SideView } from "./side-view.js";

/** One record of its own, taken in by one of the two ways. */
class Bench {
  readonly words = new Int32Array(RECORD_WORDS);
  readonly #connection = new ConnectionView();
  readonly #sides = [new SideView(), new SideView()] as const;
  readonly #intake = new Intake(new Reassembly());

  constructor() {
    const doubles = new Float64Array(this.words.buffer);
    for (const view of [this.#connection, ...this.#sides])
      Object.assign(view, { words: this.words, doubles });
    this.#sides[0].move(0, 0);
    this.#sides[1].move(0, 1);
  }

  /** Compares the bytes: toEqual on every packet would take most of the time. */
  equals(other: Bench): boolean {
    return Buffer.from(this.words.buffer).equals(Buffer.from(other.words.buffer));
  }

  /** @returns whether the short way was taken */
  take(segment: Segment, side: 0 | 1, mayBeShort: boolean): boolean {
    const [me, peer] = side === 0 ? this.#sides : [this.#sides[1], this.#sides[0]];
    const short =
      mayBeShort &&
      (takeExpected(this.#connection, me, peer, segment) ||
        takeOpening(this.#connection, me, peer, segment));
    if (!short) this.#intake.take(this.#connection, me, peer, segment, 0);
    this.#connection.lastTime = segment.time;
    me.lastTime = segment.time;
    me.packets++;
    return short;
  }
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
  timestamp: fc.constantFrom(-1, 10, 11, 5000),
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
        const fast = new Bench();
        const slow = new Bench();
        const next: [number, number] = [first, first + 70_000];
        let time = 0;
        const handshake = (opening ?? []).map((one, index) => ({
          ...one,
          side: (index % 2) as 0 | 1,
          flags: (OPENING_FLAGS[index] as number) | one.extra,
        }));
        for (const one of [...handshake, ...steps]) {
          const segment = new Segment();
          time += one.pause;
          Object.assign(segment, {
            time,
            flags: one.flags,
            length: one.length,
            seq: (next[one.side] + one.seqOff) | 0,
            ack: one.flags & FLAG.ACK ? ((next[1 - one.side] as number) + one.ackOff) | 0 : 0,
            ttl: one.ttl,
            ipId: one.ipId,
            window: one.window,
            trafficClass: one.trafficClass,
            headerLength: 20,
            hasTimestamp: one.timestamp < 0 ? 0 : 1,
            tsVal: one.timestamp,
            fragment: one.fragment,
          });
          if (one.seqOff === 0) {
            next[one.side] +=
              one.length + (one.flags & FLAG.SYN ? 1 : 0) + (one.flags & FLAG.FIN ? 1 : 0);
          }
          all++;
          if (fast.take(segment, one.side, true)) short++;
          slow.take(segment, one.side, false);
          if (!fast.equals(slow)) expect(fast.words).toEqual(slow.words);
        }
      },
    ),
    { numRuns: 4000 },
  );
  // The property says nothing if the short way is hardly ever taken.
  expect(short).toBeGreaterThan(all / 5);
});
