import fc from "fast-check";
import { expect, test } from "vitest";
import { Parts } from "./fixtures/parts.js";

const parts = await Parts.compile();
const { compiled } = parts;
const RECORD = compiled.newRecord();
const me = parts.side(RECORD, 0);

/** Begins anew with everything below `first` captured. */
function begin(first: number): void {
  compiled.renew(RECORD);
  compiled.setContiguous(RECORD, first);
}

/** The same, by a set of single numbers. */
class Model {
  readonly seen = new Set<number>();
  contiguous = 0;
  gaps = 0;

  dataSent(from: number, to: number): boolean {
    let isNew = false;
    for (let at = Math.max(from, this.contiguous); at < to; at++) {
      isNew ||= !this.seen.has(at);
      this.seen.add(at);
    }
    this.#advance();
    return isNew;
  }

  acknowledged(ack: number): void {
    for (;;) {
      const above = Math.min(...this.#above());
      if (above > ack) return;
      this.gaps++;
      this.contiguous = above;
      this.#advance();
    }
  }

  holesWithin(from: number, to: number): number {
    let holes = 0;
    for (let at = Math.max(from, this.contiguous); at < to; at++) {
      const begins = at === from || at === this.contiguous || this.seen.has(at - 1);
      if (begins && !this.seen.has(at)) holes++;
    }
    return holes;
  }

  highest(): number {
    return Math.max(this.contiguous, ...[...this.seen].map((at) => at + 1));
  }

  openHoles(): number {
    const above = this.#above().sort((a, b) => a - b);
    return above.filter((at, index) => above[index - 1] !== at - 1).length;
  }

  #above(): number[] {
    return [...this.seen].filter((at) => at >= this.contiguous);
  }

  #advance(): void {
    while (this.seen.has(this.contiguous)) this.contiguous++;
  }
}

const event = fc.oneof(
  fc.record({
    kind: fc.constant("data" as const),
    at: fc.nat(60),
    length: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({ kind: fc.constant("ack" as const), at: fc.nat(72) }),
);

test.each([0, 0x7fffffe0, -40])(
  "holes are those of a set of numbers, also where the space wraps (first %i)",
  (first) => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        begin(first);
        const model = new Model();
        for (const one of events) {
          if (one.kind === "data") {
            const from = (first + one.at) | 0;
            const isNew = compiled.dataSent(RECORD, from, (from + one.length) | 0);
            expect(isNew !== 0).toBe(model.dataSent(one.at, one.at + one.length));
          } else {
            const ack = (first + one.at) | 0;
            const from = (ack - 20) | 0;
            expect(compiled.holesWithin(RECORD, from, ack)).toBe(
              model.holesWithin(one.at - 20, one.at),
            );
            compiled.acknowledged(RECORD, ack);
            model.acknowledged(one.at);
          }
          expect((compiled.highest(RECORD) - first) | 0).toBe(model.highest());
          expect(me.gaps).toBe(model.gaps);
          expect((compiled.contiguous(RECORD) - first) | 0).toBe(model.contiguous);
          expect(me.openHoles).toBe(model.openHoles());
        }
      }),
      { numRuns: 1000 },
    );
  },
);

test("more holes than are followed at once: the lowest are given up and counted", () => {
  begin(0);
  for (let at = 10; at < 1000; at += 10) compiled.dataSent(RECORD, at, at + 1);
  expect(me.gaps + me.openHoles).toBe(99);
  expect(me.openHoles).toBeLessThanOrEqual(32);
});

test("what an ack covers may come for as long as no ack is further ahead than a window", () => {
  const WINDOW = 1 << 30;
  begin(0);
  compiled.acknowledged(RECORD, WINDOW);
  expect(me.gaps).toBe(0);
  expect(compiled.contiguous(RECORD)).toBe(0);
  compiled.acknowledged(RECORD, WINDOW + 1);
  expect(me.gaps).toBe(1);
  expect(compiled.contiguous(RECORD)).toBe(WINDOW + 1);
});

test("a side whose holes are filled gives its room back", () => {
  for (let round = 0; round < 500; round++) {
    begin(0);
    compiled.dataSent(RECORD, 10, 20);
    expect(me.openHoles).toBe(1);
    compiled.dataSent(RECORD, 0, 10);
    expect(me.openHoles).toBe(0);
    expect(compiled.contiguous(RECORD)).toBe(20);
  }
});
