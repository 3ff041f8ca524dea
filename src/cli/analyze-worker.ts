import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker, ToWorker, WorkerTask } from "./analyze-messages.js";
import { PortionTeller } from "./analyze-portions.js";

/** One worker of `analyze --workers`: tells the portions of connections that it is given. */
function main(): void {
  const port = parentPort;
  if (port === null) throw new Error("this file is run as a worker thread");
  const { job, separator } = workerData as WorkerTask;
  const post = (message: FromWorker, given: ArrayBuffer[] = []) => port.postMessage(message, given);
  let teller: PortionTeller | undefined;
  port.on("message", (message: ToWorker) => {
    if (message.kind === "held") {
      teller = new PortionTeller(job, message.held, separator);
      return;
    }
    if (teller === undefined) throw new Error(`${message.kind} came before what is held`);
    if (message.kind === "portion") {
      const json = teller.tell(message.portion, message.memory);
      post({ kind: "records", index: message.portion.index, json }, [json.buffer]);
    } else {
      post({ kind: "end", told: teller.told() });
    }
  });
}

main();
