import { appendFileSync } from "node:fs";
import { join } from "node:path";
import {
  messageOf,
  now,
  type ProgressEvent,
  type ProgressListener,
  ShiftError,
} from "../core/index.js";

/** Writes every phase of a run to events.jsonl with both clocks, and passes it on. */
export class RunLog {
  readonly #file: string;
  readonly #next: ProgressListener;
  /** Why nothing more is written; a full disk must not keep a run from removing its labs. */
  fault: ShiftError | undefined;

  constructor(folder: string, next: ProgressListener) {
    this.#file = join(folder, "events.jsonl");
    this.#next = next;
  }

  readonly listen = (event: ProgressEvent): void => {
    this.#write(event);
    this.#next(event);
  };

  #write(event: ProgressEvent): void {
    if (this.fault) return;
    const { monoNs, wallNs } = now();
    const line = JSON.stringify({ wallNs: String(wallNs), monoNs: String(monoNs), ...event });
    try {
      appendFileSync(this.#file, `${line}\n`);
    } catch (thrown) {
      this.fault = new ShiftError({
        code: "E_DISK",
        message: `cannot write ${this.#file}: ${messageOf(thrown)}`,
        cause: thrown,
      });
    }
  }
}
