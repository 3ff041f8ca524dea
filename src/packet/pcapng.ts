import { MAX_RECORD_BYTES } from "../engine/index.js";
import { TimestampUnit } from "./pcapng-time.js";
import type { RecordReader, RecordSink } from "./records.js";

const BLOCK = {
  /** The same in both byte orders. */
  SECTION: 0x0a0d0d0a,
  INTERFACE: 1,
  OBSOLETE_PACKET: 2,
  SIMPLE_PACKET: 3,
  ENHANCED_PACKET: 6,
} as const;
const ORDER_MAGIC = 0x1a2b3c4d;
/** Other major versions cannot be read; a minor one only adds to it. */
const MAJOR_VERSION = 1;
const BLOCK_HEADER = 8;
const BLOCK_OVERHEAD = 12;
const OPTION_END = 0;
const OPTION_TSRESOL = 9;
const OPTION_TSOFFSET = 14;
/** Longest block that must be held whole: a packet, or an interface or section header with its options. */
const MAX_BLOCK_BYTES = MAX_RECORD_BYTES + 1024;

/** One interface of the current section. */
interface Interface {
  linkType: number;
  snapLength: number;
  unit: TimestampUnit;
}

/** True when the first four bytes begin a pcapng file. */
export function isPcapng(view: DataView): boolean {
  return view.getUint32(0) === BLOCK.SECTION;
}

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, any number of interfaces with their own link
 * type and time resolution. Blocks that carry no packets are skipped, whatever their length.
 */
export class PcapngReader implements RecordReader {
  problem: string | undefined;
  skip = 0;
  #little = true;
  #interfaces: Interface[] = [];

  read(view: DataView, from: number, to: number, sink: RecordSink): number {
    let at = from;
    while (to - at >= BLOCK_OVERHEAD) {
      const type = view.getUint32(at, this.#little);
      if (type === BLOCK.SECTION && !this.#readOrder(view, at)) return at;
      const length = view.getUint32(at + 4, this.#little);
      if (!this.#believes(type, length)) return at;
      if (!carriesFacts(type)) {
        const available = Math.min(length, to - at);
        this.skip = length - available;
        at += available;
        continue;
      }
      if (to - at < length) return at;
      if (view.getUint32(at + length - 4, this.#little) !== length) {
        this.problem = `a block of ${length} bytes does not repeat its length at its end`;
        return at;
      }
      this.#readBlock(view, at, length, type, sink);
      if (this.problem !== undefined) return at;
      at += length;
    }
    return at;
  }

  explainRest(view: DataView, from: number, to: number): string {
    const has = to - from;
    if (has < BLOCK_HEADER) return `the file ends inside a block header, after ${has} bytes of 8`;
    const length = view.getUint32(from + 4, this.#little);
    return `the file ends inside a block, after ${has} bytes of ${length}`;
  }

  /** The byte order of a section stands behind its length. */
  #readOrder(view: DataView, at: number): boolean {
    if (view.getUint32(at + 8, true) === ORDER_MAGIC) this.#little = true;
    else if (view.getUint32(at + 8, false) === ORDER_MAGIC) this.#little = false;
    else this.problem = "a section header has no byte-order magic";
    return this.problem === undefined;
  }

  #believes(type: number, length: number): boolean {
    if (length < BLOCK_OVERHEAD || length % 4 !== 0) {
      this.problem = `a block says that it is ${length} bytes long, which cannot be`;
    } else if (carriesFacts(type) && length > MAX_BLOCK_BYTES) {
      this.problem = `a packet or interface block says that it is ${length} bytes long, which cannot be`;
    }
    return this.problem === undefined;
  }

  #readBlock(view: DataView, at: number, length: number, type: number, sink: RecordSink): void {
    const body = at + BLOCK_HEADER;
    const bodyEnd = at + length - 4;
    switch (type) {
      case BLOCK.SECTION:
        this.#readSection(view, body, bodyEnd);
        break;
      case BLOCK.INTERFACE:
        this.#readInterface(view, body, bodyEnd);
        break;
      case BLOCK.ENHANCED_PACKET:
        this.#readPacket(view, body, bodyEnd, view.getUint32(body, this.#little), sink);
        break;
      case BLOCK.OBSOLETE_PACKET:
        this.#readPacket(view, body, bodyEnd, view.getUint16(body, this.#little), sink);
        break;
      default:
        this.#readSimplePacket(view, body, bodyEnd, sink);
    }
  }

  #readSection(view: DataView, body: number, end: number): void {
    if (end - body < 16) {
      this.problem = "a section header is too short";
      return;
    }
    const major = view.getUint16(body + 4, this.#little);
    if (major !== MAJOR_VERSION) {
      this.problem = `a section has pcapng's version ${major}; only version ${MAJOR_VERSION} can be read`;
    }
    // Interface numbers start anew in every section.
    this.#interfaces = [];
  }

  #readInterface(view: DataView, body: number, end: number): void {
    if (end - body < 8) {
      this.problem = "an interface block is too short";
      return;
    }
    const little = this.#little;
    let resolution: number | undefined;
    let offsetSec = 0;
    for (let at = body + 8; end - at >= 4; ) {
      const code = view.getUint16(at, little);
      const length = view.getUint16(at + 2, little);
      if (code === OPTION_END || at + 4 + length > end) break;
      if (code === OPTION_TSRESOL && length === 1) resolution = view.getUint8(at + 4);
      if (code === OPTION_TSOFFSET && length === 8) {
        offsetSec = Number(view.getBigInt64(at + 4, little));
      }
      at += 4 + ((length + 3) & ~3);
    }
    this.#interfaces.push({
      linkType: view.getUint16(body, little),
      snapLength: view.getUint32(body + 4, little),
      unit: new TimestampUnit(resolution, offsetSec),
    });
  }

  /** Enhanced and obsolete packet blocks differ in the width of the interface number only. */
  #readPacket(view: DataView, body: number, end: number, id: number, sink: RecordSink): void {
    const header = 20;
    const little = this.#little;
    const captured =
      end - body < header ? Number.POSITIVE_INFINITY : view.getUint32(body + 12, little);
    if (captured > end - body - header) {
      this.problem = "a packet block is too short for the packet that it says it holds";
      return;
    }
    const from = this.#interfaces[id];
    if (from === undefined) {
      this.problem = `a packet names interface ${id}, which its section does not describe`;
      return;
    }
    from.unit.convert(view.getUint32(body + 4, little), view.getUint32(body + 8, little));
    const original = view.getUint32(body + 16, little);
    const { linkType, unit } = from;
    sink.record(view, body + header, captured, original, linkType, unit.sec, unit.nanos);
  }

  /** A simple packet block has no time and no captured length: interface 0 and its snap length stand for both. */
  #readSimplePacket(view: DataView, body: number, end: number, sink: RecordSink): void {
    const from = this.#interfaces[0];
    if (from === undefined || end - body < 4) {
      this.problem = "a simple packet block has no interface or no length";
      return;
    }
    const original = view.getUint32(body, this.#little);
    const limit = from.snapLength === 0 ? original : Math.min(original, from.snapLength);
    sink.record(view, body + 4, Math.min(limit, end - body - 4), original, from.linkType, 0, 0);
  }
}

function carriesFacts(type: number): boolean {
  switch (type) {
    case BLOCK.SECTION:
    case BLOCK.INTERFACE:
    case BLOCK.OBSOLETE_PACKET:
    case BLOCK.SIMPLE_PACKET:
    case BLOCK.ENHANCED_PACKET:
      return true;
    default:
      return false;
  }
}
