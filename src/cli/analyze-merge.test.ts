import fc from "fast-check";
import { expect, test } from "vitest";
import { RecordMerger } from "./analyze-merge.js";

test("records of several workers come out in order, whenever their batches come in", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 4 })), { maxLength: 20 }),
      (deals) => {
        const printed: string[] = [];
        const merger = new RecordMerger(3, (json) => printed.push(Buffer.from(json).toString()));
        let next = 0;
        const perWorker: number[][][] = [[], [], []];
        for (const [worker, size] of deals) {
          perWorker[worker]?.push(Array.from({ length: size }, () => next++));
        }
        perWorker.forEach((batches, worker) => {
          for (const orders of batches) {
            const pieces = orders.map((order) => Buffer.from(`#${order}`));
            const ends = pieces.map((_, index) => Buffer.concat(pieces.slice(0, index + 1)).length);
            merger.add(worker, { bytes: Buffer.concat(pieces), ends, orders });
          }
          merger.end(worker);
        });
        expect(printed).toEqual(Array.from({ length: next }, (_, order) => `#${order}`));
      },
    ),
  );
});
