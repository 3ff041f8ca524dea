import {
  BATCH,
  DECODED,
  Engine,
  Segment,
  STOP_BITS,
  STOP_FULL,
  STOP_OTHER,
  STOP_TAKEN,
} from "../engine/index.js";
import type { PcapFormat, RecordSink } from "../packet/index.js";
import { longestIdle } from "./eviction.js";
import { type FirstFragment, FragmentIndex, type LaterFragment } from "./fragments.js";
import type { ResolvedOptions } from "./options.js";
import { PacketStore } from "./packet-store.js";
import { Vips } from "./vips.js";

const STOP_REASON = (1 << STOP_BITS) - 1;

/**
 * Turns packets into the facts of connections: one pass, in file order, nothing allocated per packet. The engine does it,
 * and comes back where a packet needs more than the record of its connection.
 * What the facts mean is decided when a connection has all of its packets.
 */
export class Tracker implements RecordSink {
  readonly engine: Engine;
  readonly packets: PacketStore;
  /** What the engine does not count. */
  readonly counts = { fragments: 0, tooBig: 0, evicted: 0 };
  readonly #options: ResolvedOptions;
  readonly #file: string;
  readonly #onEvict: (id: number) => void;
  readonly #segment = new Segment();
  readonly #fragments = new FragmentIndex(() => this.engine.compiled.skip(DECODED.FRAGMENT));
  readonly #vips: Vips;

  /**
   * @param file name of the capture, or of the first of several that continue each other
   * @param onEvict told of every connection whose record is about to be used again; it is judged
   */
  constructor(file: string, options: ResolvedOptions, onEvict: (id: number) => void) {
    this.#file = file;
    this.#options = options;
    this.#onEvict = onEvict;
    this.packets = new PacketStore(options.packetEnds);
    this.engine = new Engine({ ...options, tellsNew: options.keepsAny });
    this.#vips = new Vips(this.engine, options.vips);
  }

  get blocks(): readonly Uint8Array[] {
    return this.engine.blocks;
  }

  ready(): Promise<void> {
    return this.#options.ready();
  }

  pcap(
    view: DataView,
    from: number,
    to: number,
    { little, nanosPerUnit, linkType }: PcapFormat,
  ): number {
    const { compiled } = this.engine;
    const block = view.byteOffset;
    let at = block + from;
    for (;;) {
      at = compiled.readPcap(at, block + to, !little, nanosPerUnit, linkType);
      if (compiled.waitingSegments() < BATCH) return at - block;
      this.flush();
    }
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
    const { compiled } = this.engine;
    compiled.addPacket(view.byteOffset + at, captured, original, linkType, sec, nanos);
    if (compiled.waitingSegments() === BATCH) this.flush();
  }

  /**
   * Judges the connections that are held; to be called when all packets are in.
   * @returns their records' numbers
   */
  finish(): Uint32Array {
    this.flush();
    this.#fragments.clear();
    const ids = this.engine.connections();
    this.#vips.tell(ids);
    this.engine.judge();
    return ids;
  }

  /** Takes in the packets that wait for their batch to be full; to be called after the last one. */
  flush(): void {
    const { engine } = this;
    const { compiled } = engine;
    const count = compiled.closeBatch();
    compiled.prepare(count);
    for (let next = 0; next < count; ) {
      const stop = compiled.take(next, count);
      engine.follow();
      next = stop >>> STOP_BITS;
      const reason = stop & STOP_REASON;
      if (reason === STOP_FULL) this.#evict();
      else if (reason === STOP_TAKEN) this.#noteTaken(next++);
      else if (reason === STOP_OTHER) this.#takeOther(next++);
    }
  }

  /** What has to be kept of a segment beside its connection's facts. */
  #noteTaken(index: number): void {
    const { compiled } = this.engine;
    const segment = this.#segment;
    this.engine.read(index, segment);
    const id = compiled.currentRecord();
    const side = compiled.lastDirection() === 0 ? 0 : 1;
    const isNew = compiled.currentIsNew() !== 0;
    if (isNew && this.#options.keepPackets(this.#file, segment.index)) {
      this.packets.open(id);
      compiled.tellCurrent();
    }
    this.packets.add(id, side, segment);
    if (segment.fragment === 1) this.#takeFirstFragment(segment, id, side);
  }

  #takeOther(index: number): void {
    const segment = this.#segment;
    this.engine.read(index, segment);
    if (segment.kind === DECODED.FRAGMENT) {
      const first = this.#fragments.takeLater(segment);
      const { fragmentOffset: offset, length } = segment;
      if (first !== undefined) this.#takeFragment(first, { offset, length });
    } else if (segment.kind === DECODED.TOO_BIG) {
      this.counts.tooBig++;
      this.engine.compiled.takeTooBig(index);
    } else {
      this.engine.compiled.takeUnreachable(index);
      this.engine.compiled.skip(DECODED.UNREACHABLE);
    }
  }

  #takeFirstFragment(segment: Segment, connection: number, side: 0 | 1): void {
    const base = (segment.seq - segment.headerLength - segment.fragmentOffset) | 0;
    const isCopy = this.engine.compiled.wasCopy(segment.index) !== 0;
    const first = { connection, side, base, isCopy };
    for (const later of this.#fragments.takeFirst(segment, first)) this.#takeFragment(first, later);
  }

  #takeFragment(
    { connection, side, base, isCopy }: FirstFragment,
    { offset, length }: LaterFragment,
  ): void {
    this.counts.fragments++;
    if (isCopy) return;
    this.engine.compiled.takeFragment(connection, side, (base + offset) | 0, length);
    this.engine.follow();
  }

  #evict(): void {
    const { compiled } = this.engine;
    for (const id of longestIdle(this.engine)) {
      this.counts.evicted++;
      this.#vips.tell([id]);
      compiled.judge(id, id + 1);
      this.#onEvict(id);
      compiled.remove(id);
    }
    compiled.rebuild();
    this.#fragments.clear();
  }
}
