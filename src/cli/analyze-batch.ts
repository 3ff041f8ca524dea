import type { RecordBatch } from "./analyze-messages.js";

const BATCH_BYTES = 1 << 20;
/** Bytes that a UTF-16 unit takes in UTF-8 at most. */
const MAX_CHARACTER_BYTES = 3;

/** Gathers records into batches, because every message between threads has its price. */
export class BatchWriter {
  readonly #send: (batch: RecordBatch) => void;
  #bytes = Buffer.allocUnsafe(BATCH_BYTES);
  #used = 0;
  #ends: number[] = [];
  #orders: number[] = [];

  constructor(send: (batch: RecordBatch) => void) {
    this.#send = send;
  }

  add(json: string, order: number): void {
    const room = json.length * MAX_CHARACTER_BYTES;
    if (this.#used + room > this.#bytes.length) this.flush();
    if (room > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(room);
    this.#used += this.#bytes.write(json, this.#used);
    this.#ends.push(this.#used);
    this.#orders.push(order);
  }

  flush(): void {
    if (this.#orders.length === 0) return;
    const bytes = this.#bytes.subarray(0, this.#used);
    this.#send({ bytes, ends: this.#ends, orders: this.#orders });
    // What is sent is given away, to another thread without being copied.
    this.#bytes = Buffer.allocUnsafe(BATCH_BYTES);
    this.#used = 0;
    this.#ends = [];
    this.#orders = [];
  }
}
