import {
  PCAP_FILE_HEADER as FILE_HEADER,
  MAX_RECORD_BYTES,
  PCAP_RECORD_HEADER as RECORD_HEADER,
} from "../engine/index.js";
import type { RecordReader, RecordSink } from "./records.js";

const MAGIC_MICROS = 0xa1b2c3d4;
const MAGIC_NANOS = 0xa1b23c4d;
/** Kuznetzov's modified pcap, which old Linux distributions wrote: records have 8 bytes more of header (libpcap sf-pcap.c). */
const MAGIC_MODIFIED = 0xa1b2cd34;
const MODIFIED_RECORD_HEADER = RECORD_HEADER + 8;
const NANOS_PER_SECOND = 1_000_000_000;

/** What a file's magic number says of it. */
interface Kind {
  little: boolean;
  nanos: boolean;
  /** Bytes of the header of each record. */
  recordHeader: number;
}

/** True when the first four bytes begin a classic pcap file, in either byte order, either resolution, modified or not. */
export function isPcap(view: DataView): boolean {
  return kindOf(view, 0) !== undefined;
}

function kindOf(view: DataView, at: number): Kind | undefined {
  for (const little of [true, false]) {
    const magic = view.getUint32(at, little);
    if (magic === MAGIC_MICROS || magic === MAGIC_NANOS) {
      return { little, nanos: magic === MAGIC_NANOS, recordHeader: RECORD_HEADER };
    }
    if (magic === MAGIC_MODIFIED) {
      return { little, nanos: false, recordHeader: MODIFIED_RECORD_HEADER };
    }
  }
  return undefined;
}

/** Reads classic pcap (draft-ietf-opsawg-pcap): 24 bytes of file header, then records with 16 bytes of header each. */
export class PcapReader implements RecordReader {
  problem: string | undefined;
  skip = 0;
  #headerRead = false;
  #little = true;
  #nanosPerUnit = 1000;
  #linkType = 0;
  #recordHeader = RECORD_HEADER;

  read(view: DataView, from: number, to: number, sink: RecordSink): number {
    let at = from;
    if (!this.#headerRead) {
      if (to - at < FILE_HEADER) return at;
      this.#readHeader(view, at);
      at += FILE_HEADER;
    }
    const little = this.#little;
    const nanosPerUnit = this.#nanosPerUnit;
    const linkType = this.#linkType;
    const recordHeader = this.#recordHeader;
    if (sink.pcap !== undefined && recordHeader === RECORD_HEADER)
      at = sink.pcap(view, at, to, { little, nanosPerUnit, linkType });
    while (to - at >= recordHeader) {
      const captured = view.getUint32(at + 8, little);
      if (captured > MAX_RECORD_BYTES) {
        this.problem = `a record says that it holds ${captured} bytes, which cannot be`;
        return at;
      }
      const next = at + recordHeader + captured;
      if (next > to) return at;
      let sec = view.getUint32(at, little);
      let nanos = view.getUint32(at + 4, little) * nanosPerUnit;
      if (nanos >= NANOS_PER_SECOND) {
        sec += Math.floor(nanos / NANOS_PER_SECOND);
        nanos %= NANOS_PER_SECOND;
      }
      const original = view.getUint32(at + 12, little);
      sink.record(view, at + recordHeader, captured, original, linkType, sec, nanos);
      at = next;
    }
    return at;
  }

  explainRest(view: DataView, from: number, to: number): string {
    if (!this.#headerRead) return `the file ends inside its header, after ${to - from} bytes`;
    const has = to - from;
    const recordHeader = this.#recordHeader;
    if (has < recordHeader)
      return `the file ends inside a record header, after ${has} bytes of ${recordHeader}`;
    const captured = view.getUint32(from + 8, this.#little);
    return `the file ends inside a record, after ${has - recordHeader} bytes of ${captured}`;
  }

  #readHeader(view: DataView, at: number): void {
    const kind = kindOf(view, at);
    if (kind === undefined) throw new Error("no pcap: isPcap is asked first");
    this.#little = kind.little;
    this.#nanosPerUnit = kind.nanos ? 1 : 1000;
    this.#recordHeader = kind.recordHeader;
    // The upper half carries the length of the frame check sequence, not the type.
    this.#linkType = view.getUint32(at + 20, kind.little) & 0xffff;
    this.#headerRead = true;
  }
}
