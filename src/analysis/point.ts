import type { HeldConnections } from "./held.js";
import { type ResolvedOptions, TOLD_AT_ONCE } from "./options.js";
import type { ConnectionListener, TracedConnection } from "./record.js";
import { RecordBuilder } from "./record-builder.js";
import { Tracker } from "./tracker.js";

/** One capture point: a file, or several that continue each other, as tcpdump's rotation writes them. */
export class Point {
  readonly file: string;
  readonly tracker: Tracker;
  readonly #builder: RecordBuilder;
  readonly #options: ResolvedOptions;
  /** Of the connections that are held at the end, in order of their first packets. */
  #ids: Uint32Array = new Uint32Array(0);

  constructor(file: string, options: ResolvedOptions, onEarly: ConnectionListener) {
    this.file = file;
    this.#options = options;
    this.tracker = new Tracker(file, options, (id) => {
      if (this.#isWanted(id)) onEarly(this.#builder.build(id), file);
    });
    const { engine: records, packets } = this.tracker;
    this.#builder = new RecordBuilder({ records, packets });
  }

  /** To be called when all packets are in, before the connections are asked for. */
  finish(): void {
    const { tracker } = this;
    const ids = tracker.finish();
    this.#ids = tracker.counts.evicted === 0 ? ids : this.#builder.inOrder(ids);
  }

  /** To be called at the end; nothing can be asked any more. */
  release(): void {
    this.tracker.engine.release();
  }

  /** The connections that are held, for others to tell; they can be told until they are released. */
  held(): HeldConnections {
    return {
      file: this.file,
      place: this.tracker.engine.place(),
      ids: this.#ids,
    };
  }

  /** Tells the connections that are held, in order of their first packet. */
  async tell(listener: (connection: TracedConnection) => void): Promise<void> {
    for (let from = 0; from < this.#ids.length; from += TOLD_AT_ONCE) {
      await this.#options.ready();
      for (const id of this.#ids.subarray(from, from + TOLD_AT_ONCE)) {
        if (this.#isWanted(id)) listener(this.#builder.build(id));
      }
    }
  }

  #isWanted(id: number): boolean {
    return !this.#options.onlyKept || this.tracker.packets.has(id);
  }
}
