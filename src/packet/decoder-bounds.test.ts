import { expect, test } from "vitest";
import { DECODED, Segment } from "../engine/index.js";
import { Decoder } from "./decoder.js";
import { Random } from "./fixtures/random.js";
import { SEED_FRAMES } from "./fixtures/seeds.js";

const FRAMES = 50_000;
const MAX_MUTATIONS = 4;
const AROUND = 512;

/** Decodes a frame with other bytes before and behind it. */
class Surrounded {
  readonly #decoder = new Decoder({ decap: true });
  readonly #filler: Uint8Array;

  constructor(filler: number) {
    this.#filler = new Uint8Array(AROUND).fill(filler);
  }

  decode(frame: Uint8Array, linkType: number): { result: number; segment: Segment } {
    const segment = new Segment();
    // The decoder's memory keeps what it decoded last.
    this.#decode(this.#filler, 0, segment);
    const result = this.#decode(frame, linkType, segment);
    return { result, segment };
  }

  #decode(frame: Uint8Array, linkType: number, segment: Segment): number {
    const { buffer, byteOffset, length } = frame;
    const view = new DataView(buffer, byteOffset, length);
    return this.#decoder.decode(view, 0, length, length, linkType, segment);
  }
}

test("a frame that no record can hold is refused", () => {
  const frame = new Uint8Array(8 << 20);
  const view = new DataView(frame.buffer);
  const decode = () => new Decoder().decode(view, 0, frame.length, frame.length, 1, new Segment());
  expect(decode).toThrow("do not fit");
});

test("what lies behind the captured bytes changes nothing", () => {
  const random = new Random(1);
  const zeroes = new Surrounded(0);
  const ones = new Surrounded(0xff);
  let whole = 0;
  for (let count = 0; count < FRAMES; count++) {
    const [linkType, seed] = SEED_FRAMES[random.below(SEED_FRAMES.length)] as [number, Uint8Array];
    const frame = seed.slice(0, random.below(2) === 0 ? seed.length : random.below(seed.length));
    for (let left = random.below(MAX_MUTATIONS); left > 0 && frame.length > 0; left--) {
      frame[random.below(frame.length)] = random.below(256);
    }
    const [a, b] = [zeroes.decode(frame, linkType), ones.decode(frame, linkType)];
    expect(a.result).toBe(b.result);
    if (a.result > DECODED.FRAGMENT) continue;
    whole++;
    expect(a.segment).toEqual(b.segment);
  }
  expect(whole).toBeGreaterThan(FRAMES / 10);
});
