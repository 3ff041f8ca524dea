import type { ResolvedOptions } from "./options.js";
import type { TracedConnection } from "./record.js";
import { RecordBuilder } from "./record-builder.js";
import type { DeviceExchange } from "./restart.js";
import { Tracker } from "./tracker.js";

/** Told of every connection, with the name of the capture that shows it. */
export type ConnectionListener = (connection: TracedConnection, file: string) => void;

/** One capture point: a file, or several that continue each other, as tcpdump's rotation writes them. */
export class Point {
  readonly file: string;
  readonly tracker: Tracker;
  readonly #builder: RecordBuilder;
  readonly #options: ResolvedOptions;
  #ids: Uint32Array = new Uint32Array(0);

  constructor(file: string, options: ResolvedOptions, onEarly: ConnectionListener) {
    this.file = file;
    this.#options = options;
    this.tracker = new Tracker(file, options, (id) => onEarly(this.#builder.build(id), file));
    this.#builder = new RecordBuilder(this.tracker, options);
  }

  /** To be called when all packets are in, before the connections are asked for. */
  async finish(exchange: DeviceExchange | undefined): Promise<void> {
    this.tracker.flush();
    const ids = this.tracker.engine.connections();
    this.#ids = ids;
    this.#builder.noteResets(ids);
    if (exchange !== undefined) await this.#builder.restart.share("resets", exchange);
    this.#builder.noteSurvivors(ids);
    if (exchange !== undefined) await this.#builder.restart.share("survivors", exchange);
  }

  /** To be called at the end; nothing can be asked any more. */
  release(): void {
    this.tracker.engine.release();
  }

  /** Tells the connections that are held, in order of their first packet. */
  tell(listener: (connection: TracedConnection) => void): void {
    const { counts, packets } = this.tracker;
    const ids = counts.evicted === 0 ? this.#ids : this.#builder.inOrder(this.#ids);
    ids.forEach((id) => {
      if (!this.#options.onlyKept || packets.has(id)) listener(this.#builder.build(id));
    });
  }
}
