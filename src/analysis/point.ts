import type { RecordSink } from "../packet/index.js";
import type { ResolvedOptions } from "./options.js";
import type { TracedConnection } from "./record.js";
import { RecordBuilder } from "./record-builder.js";
import { Tracker } from "./tracker.js";

/** Told of every connection, with the name of the capture that shows it. */
export type ConnectionListener = (connection: TracedConnection, file: string) => void;

/** One capture point: a file, or several that continue each other, as tcpdump's rotation writes them. */
export class Point {
  readonly file: string;
  readonly tracker: Tracker;
  readonly #builder: RecordBuilder;
  readonly #options: ResolvedOptions;

  constructor(file: string, options: ResolvedOptions, onEarly: ConnectionListener) {
    this.file = file;
    this.#options = options;
    this.tracker = new Tracker(file, options, (id) => onEarly(this.#builder.build(id), file));
    this.#builder = new RecordBuilder(this.tracker, options);
  }

  /** The connections that are held, in order of their first packet. */
  *connections(): Generator<TracedConnection> {
    this.tracker.flush();
    const { table, counts, packets } = this.tracker;
    this.#builder.compare(() => table.ids());
    const ids = counts.evicted === 0 ? table.ids() : this.#builder.inOrder(table.ids());
    for (const id of ids) {
      if (!this.#options.onlyKept || packets.has(id)) yield this.#builder.build(id);
    }
  }
}

/**
 * Sends the packets of one file to the point that they belong to: to the one before, when the file begins where that
 * one's packets end, else to a new one.
 */
export class PointRouter implements RecordSink {
  readonly #points: Point[];
  readonly #open: () => Point;
  #target: RecordSink | undefined;

  constructor(points: Point[], open: () => Point) {
    this.#points = points;
    this.#open = open;
  }

  record(
    view: DataView,
    at: number,
    captured: number,
    original: number,
    linkType: number,
    sec: number,
    nanos: number,
  ): void {
    this.#target ??= this.#choose(sec, nanos);
    this.#target.record(view, at, captured, original, linkType, sec, nanos);
  }

  #choose(sec: number, nanos: number): RecordSink {
    const last = this.#points.at(-1)?.tracker;
    if (last?.endsBefore(sec, nanos)) return last;
    const point = this.#open();
    this.#points.push(point);
    return point.tracker;
  }
}
