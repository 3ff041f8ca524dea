import { NO_ID, type Segment } from "../packet/index.js";
import type { PacketFact } from "./record.js";
import { flagsText } from "./runs.js";

const NANOS_PER_SECOND = 1_000_000_000n;

const NO_PACKETS: readonly PacketFact[] = [];

/** A packet as it was seen, before it is known which side is the client. */
interface KeptPacket extends Omit<PacketFact, "dir"> {
  side: number;
}

/** The packets of connections, kept only on request. */
export class PacketStore {
  readonly #byConnection = new Map<number, KeptPacket[]>();
  readonly #ends: number;

  /** @param ends packets that are kept at each end of a connection */
  constructor(ends: number) {
    this.#ends = ends;
  }

  /** Begins to keep the packets of a connection; `add` passes those of others over. */
  open(connection: number): void {
    this.#byConnection.set(connection, []);
  }

  add(connection: number, side: number, segment: Segment): void {
    const list = this.#byConnection.get(connection);
    if (list === undefined) return;
    list.push({
      ns: BigInt(segment.sec) * NANOS_PER_SECOND + BigInt(segment.nanos),
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
    // The middle goes when there are three times as many as needed, so that each packet is moved once at most.
    if (list.length > this.#ends * 3) list.splice(this.#ends, list.length - this.#ends * 2);
  }

  /** Whether packets of a connection are kept. */
  has(connection: number): boolean {
    return this.#byConnection.has(connection);
  }

  /** The packets of one connection in order; they are given away. */
  take(connection: number, clientSide: number): readonly PacketFact[] {
    const list = this.#byConnection.get(connection);
    if (list === undefined) return NO_PACKETS;
    this.#byConnection.delete(connection);
    if (list.length > this.#ends * 2) list.splice(this.#ends, list.length - this.#ends * 2);
    return list.map(({ side, ...packet }) => ({ ...packet, dir: side === clientSide ? ">" : "<" }));
  }
}
