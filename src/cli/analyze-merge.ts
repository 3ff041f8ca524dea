import type { RecordBatch } from "./analyze-messages.js";

/** What one worker has sent and has not been printed. */
interface Queue {
  batches: RecordBatch[];
  /** Index of the next record in the first batch. */
  next: number;
  ended: boolean;
}

/** Brings the records of several workers, each in order, into one order. */
export class RecordMerger {
  readonly #queues: Queue[];
  readonly #print: (json: Uint8Array) => void;

  constructor(workers: number, print: (json: Uint8Array) => void) {
    this.#queues = Array.from({ length: workers }, () => ({ batches: [], next: 0, ended: false }));
    this.#print = print;
  }

  add(worker: number, batch: RecordBatch): void {
    this.#queues[worker]?.batches.push(batch);
    this.#drain();
  }

  /** No more records of this worker come. */
  end(worker: number): void {
    const queue = this.#queues[worker];
    if (queue !== undefined) queue.ended = true;
    this.#drain();
  }

  /** Prints while it is known which record comes next: every worker has one, or has ended. */
  #drain(): void {
    for (;;) {
      let first: Queue | undefined;
      let least = Number.POSITIVE_INFINITY;
      for (const queue of this.#queues) {
        const order = queue.batches[0]?.orders[queue.next];
        if (order === undefined && !queue.ended) return;
        if (order !== undefined && order < least) {
          least = order;
          first = queue;
        }
      }
      if (first === undefined) return;
      this.#printNext(first);
    }
  }

  #printNext(queue: Queue): void {
    const batch = queue.batches[0] as RecordBatch;
    const from = batch.ends[queue.next - 1] ?? 0;
    this.#print(batch.bytes.subarray(from, batch.ends[queue.next]));
    if (++queue.next === batch.orders.length) {
      queue.batches.shift();
      queue.next = 0;
    }
  }
}
