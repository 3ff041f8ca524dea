import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { ShiftError } from "../core/index.js";
import { doJob } from "./analyze-job.js";
import type { FromWorker, RecordBatch, ToWorker, WorkerTask } from "./analyze-messages.js";

const BATCH_BYTES = 1 << 20;

/** One worker of `analyze --workers`: does its share of the job and posts what it finds. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("this file is run as a worker thread");
  const { job, index, of } = workerData as WorkerTask;
  const post = (message: FromWorker) => port.postMessage(message);
  const batch = new BatchWriter((full) => post({ kind: "records", batch: full }));
  try {
    const { end, summary, worst } = await doJob(job, (json, order) => batch.add(json, order), {
      index,
      of,
      async exchange(stage, devices) {
        post({ kind: "devices", stage, devices });
        const [answer] = (await once(port, "message")) as [ToWorker];
        return answer.devices;
      },
    });
    batch.flush();
    post({ kind: "end", end, counts: summary.counts(), worst: worst.list });
  } catch (thrown) {
    if (!(thrown instanceof ShiftError)) throw thrown;
    const { code, message, hint, place } = thrown;
    post({ kind: "failed", error: { code, message, hint, file: place?.file } });
  }
}

/** Gathers records into batches, because every message has its price. */
class BatchWriter {
  readonly #send: (batch: RecordBatch) => void;
  #bytes = Buffer.allocUnsafe(BATCH_BYTES);
  #used = 0;
  #ends: number[] = [];
  #orders: number[] = [];

  constructor(send: (batch: RecordBatch) => void) {
    this.#send = send;
  }

  add(json: string, order: number): void {
    const room = json.length * 3;
    if (this.#used + room > this.#bytes.length) this.flush();
    if (room > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(room);
    this.#used += this.#bytes.write(json, this.#used);
    this.#ends.push(this.#used);
    this.#orders.push(order);
  }

  flush(): void {
    if (this.#orders.length === 0) return;
    this.#send({
      // A copy: what is posted must not share memory with what is written next.
      bytes: Uint8Array.from(this.#bytes.subarray(0, this.#used)),
      ends: this.#ends,
      orders: this.#orders,
    });
    this.#used = 0;
    this.#ends = [];
    this.#orders = [];
  }
}

await main();
