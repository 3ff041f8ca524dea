import { type HeldConnections, HeldReader } from "../analysis/index.js";
import { type AnalyzeJob, JobTally } from "./analyze-job.js";
import type { Portion, Told } from "./analyze-messages.js";
import { MAX_CHARACTER_BYTES } from "./analyze-output.js";

const FIRST_BYTES = 1 << 20;

/** Tells portions of the connections that are held, and gives what is to be printed of each in one piece. */
export class PortionTeller {
  readonly #tally: JobTally;
  readonly #separator: string;
  readonly #reader: HeldReader;
  #bytes = Buffer.alloc(0);
  #used = 0;

  constructor(job: AnalyzeJob, held: HeldConnections, separator: string) {
    this.#tally = new JobTally(job, (json) => this.#add(json));
    this.#reader = new HeldReader(held);
    this.#separator = separator;
  }

  /**
   * The JSON of the wanted records with separators between them.
   * @param memory for it, if it is enough
   */
  tell({ from, to }: Portion, memory = new ArrayBuffer(FIRST_BYTES)): Uint8Array<ArrayBuffer> {
    this.#bytes = Buffer.from(memory);
    this.#used = 0;
    this.#reader.tell(from, to, (one, file) => this.#tally.add(one, file));
    return this.#bytes.subarray(0, this.#used);
  }

  /** All that was told so far. */
  told(): Told {
    return { counts: this.#tally.summary.counts(), worst: this.#tally.worst.list };
  }

  #add(json: string): void {
    const text = this.#used > 0 ? this.#separator + json : json;
    const room = text.length * MAX_CHARACTER_BYTES;
    if (this.#used + room > this.#bytes.length) {
      const larger = Buffer.from(new ArrayBuffer(this.#bytes.length * 2 + room));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    this.#used += this.#bytes.write(text, this.#used);
  }
}
