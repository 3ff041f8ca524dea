import { NO_ID, type Segment } from "../packet/index.js";
import type { PacketFact } from "./record.js";
import { flagsText } from "./runs.js";

/** A packet as it was seen, before it is known which side is the client. */
interface KeptPacket extends Omit<PacketFact, "dir"> {
  side: number;
}

/** The packets of connections, kept only on request. */
export class PacketStore {
  readonly #byConnection = new Map<number, KeptPacket[]>();

  add(connection: number, side: number, segment: Segment): void {
    let list = this.#byConnection.get(connection);
    if (list === undefined) {
      list = [];
      this.#byConnection.set(connection, list);
    }
    list.push({
      ns: BigInt(segment.sec) * 1_000_000_000n + BigInt(segment.nanos),
      index: segment.index,
      side,
      flags: flagsText(segment.flags),
      seq: segment.seq >>> 0,
      ack: segment.ack >>> 0,
      window: segment.window,
      length: segment.length,
      ttl: segment.ttl,
      ipId: segment.ipId === NO_ID ? NO_ID : segment.ipId >>> 0,
      fragment: segment.fragment === 1,
    });
  }

  /** The packets of one connection in order; they are given away. */
  take(connection: number, clientSide: number): PacketFact[] {
    const list = this.#byConnection.get(connection) ?? [];
    this.#byConnection.delete(connection);
    return list.map(({ side, ...packet }) => ({ ...packet, dir: side === clientSide ? ">" : "<" }));
  }
}
