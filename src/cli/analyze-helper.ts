import { Worker } from "node:worker_threads";
import type { HeldConnections } from "../analysis/index.js";
import type { FromWorker, Portion, Told, ToWorker, WorkerTask } from "./analyze-messages.js";

/** Pieces of one thread that are not written yet: enough for none to wait while another one tells a portion. */
export const PIECES_AHEAD = 3;

/** What is to be printed of a portion. */
export interface Piece {
  json: Uint8Array<ArrayBuffer>;
  /** To be called when its memory can be used again. */
  written: () => void;
}

/** A worker thread that tells portions of what the main thread holds. */
export class Helper {
  readonly #worker: Worker;
  readonly #failure: Promise<never>;

  constructor(task: WorkerTask) {
    const file = new URL("./analyze-worker.js", import.meta.url);
    const worker = new Worker(file, { workerData: task });
    this.#worker = worker;
    this.#failure = new Promise((_, reject) => worker.on("error", reject));
    // `tell` is where it is told.
    this.#failure.catch(() => {});
  }

  /**
   * Lets it tell portions until there are none. It gets another one when one of its pieces is written, so that what is not
   * yet written stays little.
   * @returns what it has told of them
   */
  async tell(
    held: HeldConnections,
    portions: Iterator<Portion>,
    add: (index: number, piece: Piece) => void,
  ): Promise<Told> {
    const worker = this.#worker;
    let ended = false;
    const postNext = (memory?: ArrayBuffer) => {
      const { value: portion, done } = portions.next();
      if (!done) post(worker, { kind: "portion", portion, memory }, memory);
      else if (!ended) post(worker, { kind: "end" });
      ended ||= done === true;
    };
    const end = new Promise<Told>((resolve) => {
      worker.on("message", (message: FromWorker) => {
        if (message.kind === "end") {
          resolve(message.told);
          return;
        }
        const { index, json } = message;
        add(index, { json, written: () => postNext(json.buffer) });
      });
    });
    post(worker, { kind: "held", held });
    for (let ahead = 0; ahead < PIECES_AHEAD; ahead++) postNext();
    return Promise.race([end, this.#failure]);
  }

  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }
}

function post(worker: Worker, message: ToWorker, given?: ArrayBuffer): void {
  worker.postMessage(message, given ? [given] : []);
}
