import fc from "fast-check";
import { expect, test } from "vitest";
import { Reassembly } from "./reassembly.js";
import { SideView } from "./side-view.js";

function side(first: number): SideView {
  const view = new SideView();
  const words = new Int32Array(128);
  Object.assign(view, { words, doubles: new Float64Array(words.buffer) });
  view.contiguous = first;
  return view;
}

/** The same, by a set of single numbers. */
class Model {
  readonly seen = new Set<number>();
  contiguous = 0;

  dataSent(from: number, to: number): boolean {
    let isNew = false;
    for (let at = Math.max(from, this.contiguous); at < to; at++) {
      isNew ||= !this.seen.has(at);
      this.seen.add(at);
    }
    this.#advance();
    return isNew;
  }

  acknowledged(ack: number): number {
    let holes = 0;
    while (this.contiguous < ack) {
      holes++;
      while (this.contiguous < ack && !this.seen.has(this.contiguous)) this.contiguous++;
      this.#advance();
    }
    return holes;
  }

  openHoles(): number {
    const above = [...this.seen].filter((at) => at >= this.contiguous).sort((a, b) => a - b);
    return above.filter((at, index) => above[index - 1] !== at - 1).length;
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
        const reassembly = new Reassembly();
        const me = side(first);
        const model = new Model();
        for (const one of events) {
          if (one.kind === "data") {
            const from = (first + one.at) | 0;
            const isNew = reassembly.dataSent(me, 1, from, (from + one.length) | 0);
            expect(isNew).toBe(model.dataSent(one.at, one.at + one.length));
          } else {
            expect(reassembly.acknowledged(me, 1, (first + one.at) | 0)).toBe(
              model.acknowledged(one.at),
            );
          }
          expect((me.contiguous - first) | 0).toBe(model.contiguous);
          expect(reassembly.openHoles(1)).toBe(model.openHoles());
        }
      }),
      { numRuns: 1000 },
    );
  },
);

test("more holes than are followed at once: the lowest are given up and counted", () => {
  const reassembly = new Reassembly();
  const me = side(0);
  for (let at = 10; at < 1000; at += 10) reassembly.dataSent(me, 1, at, at + 1);
  expect(me.gaps + reassembly.openHoles(1)).toBe(99);
  expect(reassembly.openHoles(1)).toBeLessThanOrEqual(32);
});
