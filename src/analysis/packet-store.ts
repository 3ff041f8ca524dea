import type { Segment } from "../packet/index.js";
import { NO_ROW, PacketRows } from "./packet-rows.js";
import type { PacketFact } from "./record.js";

const NO_PACKETS: readonly PacketFact[] = [];

/** The packets of one connection, as linked rows. */
interface Chain {
  first: number;
  last: number;
  count: number;
  /** Last row of the packets that are kept at the beginning, when there are as many. */
  headEnd: number;
}

/** The packets of connections, kept only on request. */
export class PacketStore {
  readonly #rows = new PacketRows();
  readonly #chains = new Map<number, Chain>();
  readonly #ends: number;

  /** @param ends packets that are kept at each end of a connection */
  constructor(ends: number) {
    this.#ends = ends;
  }

  /** Begins to keep the packets of a connection; `add` passes those of others over. */
  open(connection: number): void {
    this.#chains.set(connection, { first: NO_ROW, last: NO_ROW, count: 0, headEnd: NO_ROW });
  }

  add(connection: number, side: number, segment: Segment): void {
    const chain = this.#chains.get(connection);
    if (chain === undefined) return;
    const row = this.#rows.add(side, segment);
    if (chain.count === 0) chain.first = row;
    else this.#rows.link(chain.last, row);
    chain.last = row;
    if (++chain.count === this.#ends) chain.headEnd = row;
    // The middle goes when there are three times as many as needed, so that each packet is passed once at most.
    if (chain.count > this.#ends * 3) this.#dropMiddle(chain);
  }

  /** Whether packets of a connection are kept. */
  has(connection: number): boolean {
    return this.#chains.has(connection);
  }

  /** The packets of one connection in order; they are given away. */
  take(connection: number, clientSide: number): readonly PacketFact[] {
    const chain = this.#chains.get(connection);
    if (chain === undefined) return NO_PACKETS;
    this.#chains.delete(connection);
    if (chain.count > this.#ends * 2) this.#dropMiddle(chain);
    const packets: PacketFact[] = [];
    for (let row = chain.first; row !== NO_ROW; row = this.#rows.next(row)) {
      packets.push(this.#rows.factOf(row, clientSide));
    }
    if (chain.count > 0) this.#rows.free(chain.first, chain.last);
    return packets;
  }

  /** Leaves as many packets at each end as are wanted. */
  #dropMiddle(chain: Chain): void {
    const rows = this.#rows;
    const first = chain.headEnd === NO_ROW ? chain.first : rows.next(chain.headEnd);
    let last = first;
    for (let more = chain.count - this.#ends * 2 - 1; more > 0; more--) last = rows.next(last);
    const tail = rows.next(last);
    if (chain.headEnd === NO_ROW) chain.first = tail;
    else rows.link(chain.headEnd, tail);
    rows.free(first, last);
    chain.count = this.#ends * 2;
  }
}
