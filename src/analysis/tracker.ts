import { DECODED, Decoder, FLAG, type RecordSink, Segment } from "../packet/index.js";
import { ConnectionView } from "./connection-view.js";
import { longestIdle } from "./eviction.js";
import { takeExpected } from "./expected.js";
import { FragmentIndex } from "./fragments.js";
import { Intake } from "./intake.js";
import { CONNECTION, SIDE } from "./layout.js";
import { takeOpening } from "./opening.js";
import type { ResolvedOptions } from "./options.js";
import { PacketStore } from "./packet-store.js";
import { Reassembly } from "./reassembly.js";
import { hasEnded } from "./resets.js";
import { likelyServerRank } from "./roles.js";
import { addToRuns, addToRunsLate } from "./runs.js";
import { SideView } from "./side-view.js";
import { ConnectionTable, hashOf } from "./table.js";
import { flip } from "./zeek-history.js";

const NANOS_PER_SECOND = 1e9;
/** Ranks from which a port is believed to be a server's without seeing who opened. */
const WELL_KNOWN_RANK = 2;

/** Packets that are decoded before they are taken in: long enough for the memory they will touch to arrive meanwhile. */
const BATCH = 64;
const SHARE_SHIFT = 20;

/**
 * Turns packets into the facts of connections: one pass, in file order, nothing allocated per packet.
 * What the facts mean is decided at the end, from the records.
 */
export class Tracker implements RecordSink {
  readonly table: ConnectionTable;
  readonly reassembly = new Reassembly();
  readonly packets: PacketStore;
  readonly counts = {
    packets: 0,
    tcp: 0,
    fragments: 0,
    tooBig: 0,
    evicted: 0,
    skipped: new Float64Array(32),
  };
  /** Seconds that all times in the records count from: those of the capture's first packet. */
  baseSec = Number.NaN;
  readonly #options: ResolvedOptions;
  readonly #file: string;
  readonly #onEvict: (id: number) => void;
  readonly #decoder: Decoder;
  readonly #batch = Array.from({ length: BATCH }, () => new Segment());
  #waiting = 0;
  readonly #connection = new ConnectionView();
  readonly #me = new SideView();
  readonly #peer = new SideView();
  readonly #intake = new Intake(this.reassembly);
  readonly #fragments = new FragmentIndex();

  /**
   * @param file name of the capture, or of the first of several that continue each other
   * @param onEvict told of every connection whose record is about to be used again
   */
  constructor(file: string, options: ResolvedOptions, onEvict: (id: number) => void) {
    this.#file = file;
    this.#options = options;
    this.#onEvict = onEvict;
    this.table = new ConnectionTable(options.maxConnections);
    this.packets = new PacketStore(options.packetEnds);
    this.#decoder = new Decoder({ decap: options.decap });
    for (const view of [this.#connection, this.#me, this.#peer]) this.table.attach(view);
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
    const segment = this.#batch[this.#waiting] as Segment;
    const decoded = this.#decoder.decode(view, at, captured, original, linkType, segment);
    if (this.counts.packets === 0) this.baseSec = sec;
    segment.index = this.counts.packets++;
    if (decoded > DECODED.FRAGMENT) {
      this.counts.skipped[decoded] = (this.counts.skipped[decoded] as number) + 1;
      return;
    }
    if (decoded !== DECODED.FRAGMENT) {
      const hash = hashOf(segment, this.#options.vlanKey ? segment.vlan : 0);
      if (!this.#isMine(hash)) return;
      segment.hash = hash;
    }
    segment.kind = decoded;
    segment.sec = sec;
    segment.nanos = nanos;
    if (++this.#waiting === BATCH) this.flush();
  }

  /** Shares are told apart by bits of the hash that the table does not look at. */
  #isMine(hash: number): boolean {
    const { shares, shareIndex } = this.#options;
    return shares === 1 || (hash >>> SHARE_SHIFT) % shares === shareIndex;
  }

  /** Takes in the packets that wait for their batch to be full; to be called after the last one. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = 0;
    const batch = this.#batch;
    this.table.warm(batch, waiting);
    for (let index = 0; index < waiting; index++) {
      const segment = batch[index] as Segment;
      if (segment.kind === DECODED.TCP) this.#take(segment);
      else if (segment.kind === DECODED.FRAGMENT) this.#takeFragment(segment);
      else this.#takeTooBig(segment);
    }
  }

  #take(segment: Segment): void {
    this.counts.tcp++;
    segment.time = (segment.sec - this.baseSec) * NANOS_PER_SECOND + segment.nanos;
    const id = this.#moveTo(segment);
    const connection = this.#connection;
    const me = this.#me;
    const peer = this.#peer;
    const ended = hasEnded(connection);
    const isShort =
      takeExpected(connection, me, peer, segment) || takeOpening(connection, me, peer, segment);
    if (!isShort) {
      this.#intake.take(connection, me, peer, segment, id);
    }
    if (ended && hasEnded(connection)) addToRunsLate(connection, me.side, segment.flags);
    else addToRuns(connection, me.side, segment.flags);
    connection.lastTime = segment.time;
    me.packets++;
    me.lastTime = segment.time;
    if (segment.fragment === 1) {
      const base = (segment.seq - segment.headerLength) | 0;
      this.#fragments.remember(segment, { connection: id, side: this.table.direction, base });
    }
    if (this.#options.keepsAny) this.packets.add(id, me.side, segment);
  }

  /** Moves the views to the segment's connection, a new one where there is none or where its ports are used anew. */
  #moveTo(segment: Segment): number {
    const domain = this.#options.vlanKey ? segment.vlan : 0;
    const table = this.table;
    const found = table.find(segment, domain);
    if (found >= 0) {
      this.#move(found, table.direction);
      if ((segment.flags & FLAG.SYN) === 0 || !this.#beginsAnew(segment)) return found;
    }
    if (table.size >= this.#options.maxConnections) {
      this.#evict();
      // The slot that was found has moved.
      table.find(segment, domain);
    }
    const id = table.add(segment, domain);
    this.#move(id, 0);
    const connection = this.#connection;
    connection.startTime = segment.time;
    connection.lastTime = segment.time;
    connection.startOrder = segment.index;
    if (this.#options.keepPackets(this.#file, segment.index)) this.packets.open(id);
    if ((segment.flags & (FLAG.SYN | FLAG.ACK)) !== FLAG.SYN) {
      const ports = this.#options.servicePorts;
      const sender = likelyServerRank(segment.srcPort, ports);
      if (sender >= WELL_KNOWN_RANK && sender > likelyServerRank(segment.dstPort, ports)) {
        flip(connection);
      }
    }
    return id;
  }

  #evict(): void {
    const leaving = longestIdle(this.table, this.#connection);
    leaving.forEach((isLeaving, id) => {
      if (isLeaving === 0) return;
      this.counts.evicted++;
      this.#onEvict(id);
      this.reassembly.forget(id * 2);
      this.reassembly.forget(id * 2 + 1);
    });
    this.table.remove(leaving);
    this.#fragments.clear();
  }

  #move(id: number, direction: number): void {
    this.#connection.move(id);
    this.#me.move(id, direction);
    this.#peer.move(id, 1 - direction);
  }

  /** A SYN with another number, or one after the end, opens a new connection; the same SYN again does not. */
  #beginsAnew(segment: Segment): boolean {
    const connection = this.#connection;
    const me = this.#me;
    const peer = this.#peer;
    const sentSyn = (me.facts & SIDE.SYN_SENT) !== 0;
    if (segment.flags & FLAG.ACK) {
      return hasEnded(connection) && !(sentSyn && me.isn === segment.seq) && !opened(peer);
    }
    if (sentSyn) {
      if (connection.flags & CONNECTION.ENDED_CLOSED) return true;
      return me.isn !== segment.seq;
    }
    // Both sides open at once (RFC 9293 section 3.5), or a SYN that was captured after its SYN-ACK.
    const early = (connection.flags & (CONNECTION.ESTABLISHED | CONNECTION.ENDED_CLOSED)) === 0;
    return !(early && opened(peer) && me.bytes === 0);
  }

  #takeFragment(segment: Segment): void {
    const first = this.#fragments.find(segment);
    if (first === undefined) {
      this.counts.skipped[DECODED.FRAGMENT] = (this.counts.skipped[DECODED.FRAGMENT] as number) + 1;
      return;
    }
    this.counts.fragments++;
    const me = this.#me;
    this.#move(first.connection, first.side);
    const from = (first.base + segment.fragmentOffset) | 0;
    const to = (from + segment.length) | 0;
    me.bytes += segment.length;
    if (((to - me.lastSeq) | 0) > 0) me.lastSeq = to;
    this.reassembly.dataSent(me, first.connection * 2 + first.side, from, to);
  }

  #takeTooBig(segment: Segment): void {
    this.counts.tooBig++;
    const domain = this.#options.vlanKey ? segment.vlan : 0;
    const found = this.table.find(segment, domain);
    if (found < 0) return;
    const connection = this.#connection;
    this.#move(found, this.table.direction);
    connection.flags |= this.#me.side === 0 ? CONNECTION.TOO_BIG_TO_0 : CONNECTION.TOO_BIG_TO_1;
    if (connection.mtu === 0 || segment.mtu < connection.mtu) connection.mtu = segment.mtu;
  }
}

function opened(side: SideView): boolean {
  return (side.facts & SIDE.SYN_SENT) !== 0;
}
