import * as DECODED from "../../decoded";
import { Segment } from "../segment";
import { i32At, u8At, u16At } from "./cursor";

const OPTION_END: i32 = 0;
const OPTION_NOP: i32 = 1;
const OPTION_TIMESTAMPS: i32 = 8;
/** NOP NOP Timestamps length 10: how Linux and most others lay the option out. */
const USUAL_TIMESTAMPS: i32 = 0x0101080a;
const MIN_HEADER: i32 = 20;

/**
 * Reads a TCP header (RFC 9293 section 3.1) at an address.
 * @param end first byte that was not captured
 * @param length bytes of the segment by the IP header, TCP header included
 */
export function decodeTcp(at: i32, end: i32, length: i32, segment: Segment): i32 {
  if (length < MIN_HEADER) return DECODED.BAD_TCP;
  if (end - at < MIN_HEADER) return DECODED.CUT_TCP;
  const offsetAndFlags = u16At(at + 12);
  const headerLength = (offsetAndFlags >>> 12) << 2;
  if (headerLength < MIN_HEADER || headerLength > length) return DECODED.BAD_TCP;
  const ports = i32At(at);
  segment.srcPort = ports >>> 16;
  segment.dstPort = ports & 0xffff;
  segment.seq = i32At(at + 4);
  segment.ack = i32At(at + 8);
  segment.flags = offsetAndFlags & 0x1ff;
  segment.window = u16At(at + 14);
  segment.headerLength = headerLength;
  segment.length = length - headerLength;
  segment.optionsAt = at + MIN_HEADER;
  segment.hasTimestamp = 0;
  if (headerLength >= MIN_HEADER + 12) {
    if (end - at >= MIN_HEADER + 12 && i32At(at + MIN_HEADER) === USUAL_TIMESTAMPS) {
      segment.hasTimestamp = 1;
      segment.tsVal = i32At(at + MIN_HEADER + 4);
      segment.tsEcr = i32At(at + MIN_HEADER + 8);
    } else {
      findTimestamps(at + MIN_HEADER, min(end, at + headerLength), segment);
    }
  }
  return DECODED.TCP;
}

function findTimestamps(at: i32, end: i32, segment: Segment): void {
  while (at + 1 < end) {
    const kind = u8At(at);
    if (kind === OPTION_END) return;
    if (kind === OPTION_NOP) {
      at += 1;
      continue;
    }
    const length = u8At(at + 1);
    if (length < 2) return;
    if (kind === OPTION_TIMESTAMPS && length === 10 && at + 10 <= end) {
      segment.hasTimestamp = 1;
      segment.tsVal = i32At(at + 2);
      segment.tsEcr = i32At(at + 6);
      return;
    }
    at += length;
  }
}
