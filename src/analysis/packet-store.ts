import { NO_ID, type Segment } from "../packet/index.js";
import type { PacketFact } from "./record.js";
import { flagsText } from "./runs.js";

const NANOS_PER_SECOND = 1_000_000_000n;

const NO_PACKETS: readonly PacketFact[] = [];

/** The packets of connections, kept only on request. */
export class PacketStore {
  /** With directions as if side 0 were the client: which side is becomes known at the end. */
  readonly #byConnection = new Map<number, PacketFact[]>();
  readonly #ends: number;
  #second = Number.NaN;
  #ns = 0n;

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
      ns: this.#secondNs(segment.sec) + BigInt(segment.nanos),
      index: segment.index,
      dir: side === 0 ? ">" : "<",
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

  /** A second in nanoseconds; packets of the same one share the costly part. */
  #secondNs(second: number): bigint {
    if (second !== this.#second) {
      this.#second = second;
      this.#ns = BigInt(second) * NANOS_PER_SECOND;
    }
    return this.#ns;
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
    // In place: a copy of each packet takes longer than to have read it.
    if (clientSide !== 0) for (const packet of list) packet.dir = packet.dir === ">" ? "<" : ">";
    return list;
  }
}
