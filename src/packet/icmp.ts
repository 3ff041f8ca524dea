import { FLAG, NO_ID, type Segment } from "./segment.js";
import { DECODED, type Decoded } from "./skips.js";

const UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;
const PACKET_TOO_BIG_V6 = 2;
const PROTOCOL_TCP = 6;
/** Ports and sequence number: all of the TCP header that RFC 792 promises in the quote. */
const QUOTED_TCP = 8;

/**
 * Reads an ICMP "fragmentation needed" (RFC 1191 section 4) and the segment that it quotes.
 * Any other ICMP message is DECODED.ICMP.
 */
export function decodeIcmp4(view: DataView, at: number, end: number, segment: Segment): Decoded {
  if (end - at < 8 + 20 || view.getUint8(at) !== UNREACHABLE) return DECODED.ICMP;
  if (view.getUint8(at + 1) !== FRAGMENTATION_NEEDED) return DECODED.ICMP;
  const ip = at + 8;
  const headerLength = (view.getUint8(ip) & 0x0f) << 2;
  const tcp = ip + headerLength;
  if (view.getUint8(ip) >>> 4 !== 4 || headerLength < 20 || end - tcp < QUOTED_TCP) {
    return DECODED.ICMP;
  }
  if (view.getUint8(ip + 9) !== PROTOCOL_TCP) return DECODED.ICMP;
  segment.family = 4;
  segment.src0 = view.getInt32(ip + 12);
  segment.dst0 = view.getInt32(ip + 16);
  segment.src1 = segment.src2 = segment.src3 = 0;
  segment.dst1 = segment.dst2 = segment.dst3 = 0;
  segment.mtu = view.getUint16(at + 6);
  return quotedSegment(view, tcp, view.getUint16(ip + 2) - headerLength, segment);
}

/** Reads an ICMPv6 "packet too big" (RFC 4443 section 3.2) and the segment that it quotes. */
export function decodeIcmp6(view: DataView, at: number, end: number, segment: Segment): Decoded {
  if (end - at < 8 + 40 + QUOTED_TCP || view.getUint8(at) !== PACKET_TOO_BIG_V6) {
    return DECODED.ICMP;
  }
  const ip = at + 8;
  if (view.getUint8(ip) >>> 4 !== 6 || view.getUint8(ip + 6) !== PROTOCOL_TCP) return DECODED.ICMP;
  segment.family = 6;
  segment.src0 = view.getInt32(ip + 8);
  segment.src1 = view.getInt32(ip + 12);
  segment.src2 = view.getInt32(ip + 16);
  segment.src3 = view.getInt32(ip + 20);
  segment.dst0 = view.getInt32(ip + 24);
  segment.dst1 = view.getInt32(ip + 28);
  segment.dst2 = view.getInt32(ip + 32);
  segment.dst3 = view.getInt32(ip + 36);
  segment.mtu = view.getUint32(at + 4);
  return quotedSegment(view, ip + 40, view.getUint16(ip + 4), segment);
}

function quotedSegment(view: DataView, tcp: number, length: number, segment: Segment): Decoded {
  segment.srcPort = view.getUint16(tcp);
  segment.dstPort = view.getUint16(tcp + 2);
  segment.seq = view.getInt32(tcp + 4);
  segment.ack = 0;
  segment.flags = FLAG.ACK;
  segment.length = length;
  segment.ipId = NO_ID;
  segment.fragment = 0;
  return DECODED.TOO_BIG;
}
