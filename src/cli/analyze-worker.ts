import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { ShiftError } from "../core/index.js";
import { BatchWriter } from "./analyze-batch.js";
import { doJob } from "./analyze-job.js";
import type { FromWorker, ToWorker, WorkerTask } from "./analyze-messages.js";

/** One worker of `analyze --workers`: does its share of the job and posts what it finds. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("this file is run as a worker thread");
  const { job, index, of } = workerData as WorkerTask;
  const post = (message: FromWorker, given: ArrayBuffer[] = []) => port.postMessage(message, given);
  const batch = new BatchWriter((full) => {
    post({ kind: "records", batch: full }, [full.bytes.buffer]);
  });
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

await main();
