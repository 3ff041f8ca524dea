import fc from "fast-check";
import { expect, test } from "vitest";
import { InOrder } from "./analyze-in-order.js";

test("items are passed on in order, each once, whenever they come in, and as soon as they can be", () => {
  const arrivals = fc
    .nat(20)
    .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count }));
  fc.assert(
    fc.property(arrivals, (indices) => {
      const passed: string[] = [];
      const inOrder = new InOrder<string>((item) => passed.push(item));
      const there = new Set<number>();
      for (const index of indices) {
        inOrder.add(index, `#${index}`);
        there.add(index);
        const missing = [...indices.keys()].find((number) => !there.has(number));
        const ready = [...Array(missing ?? indices.length).keys()];
        expect(passed).toEqual(ready.map((number) => `#${number}`));
      }
    }),
  );
});
