import type { Segment } from "./segment.js";
import { DECODED, type Decoded } from "./skips.js";

const OPTION_END = 0;
const OPTION_NOP = 1;
const OPTION_TIMESTAMPS = 8;
/** NOP NOP Timestamps length 10: how Linux and most others lay the option out. */
const USUAL_TIMESTAMPS = 0x0101080a;
const MIN_HEADER = 20;

/**
 * Reads a TCP header (RFC 9293 section 3.1) at `at`.
 * @param end first byte that was not captured
 * @param length bytes of the segment by the IP header, TCP header included
 */
export function decodeTcp(
  view: DataView,
  at: number,
  end: number,
  length: number,
  segment: Segment,
): Decoded {
  if (length < MIN_HEADER) return DECODED.BAD_TCP;
  if (end - at < MIN_HEADER) return DECODED.CUT_TCP;
  const offsetAndFlags = view.getUint16(at + 12);
  const headerLength = (offsetAndFlags >>> 12) << 2;
  if (headerLength < MIN_HEADER || headerLength > length) return DECODED.BAD_TCP;
  const ports = view.getInt32(at);
  segment.srcPort = ports >>> 16;
  segment.dstPort = ports & 0xffff;
  segment.seq = view.getInt32(at + 4);
  segment.ack = view.getInt32(at + 8);
  segment.flags = offsetAndFlags & 0x1ff;
  segment.window = view.getUint16(at + 14);
  segment.headerLength = headerLength;
  segment.length = length - headerLength;
  segment.optionsAt = at + MIN_HEADER;
  segment.hasTimestamp = 0;
  if (headerLength >= MIN_HEADER + 12) {
    if (end - at >= MIN_HEADER + 12 && view.getInt32(at + MIN_HEADER) === USUAL_TIMESTAMPS) {
      segment.hasTimestamp = 1;
      segment.tsVal = view.getInt32(at + MIN_HEADER + 4);
    } else {
      findTimestamps(view, at + MIN_HEADER, Math.min(end, at + headerLength), segment);
    }
  }
  return DECODED.TCP;
}

function findTimestamps(view: DataView, at: number, end: number, segment: Segment): void {
  while (at + 1 < end) {
    const kind = view.getUint8(at);
    if (kind === OPTION_END) return;
    if (kind === OPTION_NOP) {
      at += 1;
      continue;
    }
    const length = view.getUint8(at + 1);
    if (length < 2) return;
    if (kind === OPTION_TIMESTAMPS && length === 10 && at + 6 <= end) {
      segment.hasTimestamp = 1;
      segment.tsVal = view.getInt32(at + 2);
      return;
    }
    at += length;
  }
}
