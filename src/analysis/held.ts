import { ForeignRecords, type RecordsPlace } from "../engine/index.js";
import { PacketStore } from "./packet-store.js";
import type { ConnectionListener } from "./record.js";
import { RecordBuilder } from "./record-builder.js";

/**
 * The connections of one capture that are held at its end, as plain data that threads can be given. They are there until
 * the promise of `tellHeld` settles; then the next analysis takes their memory.
 */
export interface HeldConnections {
  /** The capture. */
  file: string;
  place: RecordsPlace;
  /** Their records, in order of the connections' first packets. */
  ids: Uint32Array;
}

/** Tells connections that an analysis holds, be it of this thread or of another one. */
export class HeldReader {
  readonly #held: HeldConnections;
  readonly #builder: RecordBuilder;

  constructor(held: HeldConnections) {
    this.#held = held;
    this.#builder = new RecordBuilder({
      records: new ForeignRecords(held.place),
      packets: new PacketStore(0),
    });
  }

  /** Tells those from index `from` up to `to`, in order of their first packets. */
  tell(from: number, to: number, listener: ConnectionListener): void {
    const { ids, file } = this.#held;
    for (const id of ids.subarray(from, to)) listener(this.#builder.build(id), file);
  }
}
