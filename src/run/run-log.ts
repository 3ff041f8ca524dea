import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { now, type ProgressEvent, type ProgressListener } from "../core/index.js";

/** Writes every phase of a run to events.jsonl with both clocks, and passes it on. */
export class RunLog {
  readonly #file: string;
  readonly #next: ProgressListener;

  constructor(folder: string, next: ProgressListener) {
    this.#file = join(folder, "events.jsonl");
    this.#next = next;
  }

  readonly listen = (event: ProgressEvent): void => {
    const { monoNs, wallNs } = now();
    appendFileSync(
      this.#file,
      `${JSON.stringify({ wallNs: String(wallNs), monoNs: String(monoNs), ...event })}\n`,
    );
    this.#next(event);
  };
}
