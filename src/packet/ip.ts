import { type Cursor, LAYER } from "./cursor.js";
import { NO_ID, type Segment } from "./segment.js";
import { DECODED } from "./skips.js";

/** IP protocol numbers that the decoder knows (IANA "Assigned Internet Protocol Numbers"). */
export const PROTOCOL = {
  HOP_BY_HOP: 0,
  ICMP: 1,
  IPIP: 4,
  TCP: 6,
  UDP: 17,
  IPV6: 41,
  ROUTING: 43,
  FRAGMENT: 44,
  GRE: 47,
  ESP: 50,
  AH: 51,
  ICMPV6: 58,
  DESTINATION: 60,
  OSPF: 89,
  SCTP: 132,
  MOBILITY: 135,
  HIP: 139,
  SHIM6: 140,
} as const;

const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

export function decodeIp(view: DataView, cursor: Cursor, segment: Segment): number {
  if (cursor.captured < 20) return DECODED.CUT_IP;
  const version = view.getUint8(cursor.at) >>> 4;
  if (version === 4) return decodeIpv4(view, cursor, segment);
  if (version === 6) return decodeIpv6(view, cursor, segment);
  return DECODED.BAD_IP;
}

function decodeIpv4(view: DataView, cursor: Cursor, segment: Segment): number {
  const at = cursor.at;
  const headerLength = (view.getUint8(at) & 0x0f) << 2;
  // A total length of 0 is what TCP segmentation offload leaves in captures of the sending host.
  const totalLength = view.getUint16(at + 2) || cursor.length;
  if (headerLength < 20 || totalLength < headerLength) return DECODED.BAD_IP;
  if (cursor.captured < headerLength) return DECODED.CUT_IP;
  const fragmentation = view.getUint16(at + 6);
  segment.family = 4;
  segment.trafficClass = view.getUint8(at + 1);
  segment.flowLabel = 0;
  segment.ttl = view.getUint8(at + 8);
  segment.ipId = view.getUint16(at + 4);
  segment.src0 = view.getInt32(at + 12);
  segment.dst0 = view.getInt32(at + 16);
  segment.src1 = segment.src2 = segment.src3 = 0;
  segment.dst1 = segment.dst2 = segment.dst3 = 0;
  segment.fragment = fragmentation & MORE_FRAGMENTS ? 1 : 0;
  segment.fragmentOffset = (fragmentation & FRAGMENT_OFFSET) << 3;
  trimTo(cursor, totalLength);
  return cursor.next(LAYER.TRANSPORT, headerLength, view.getUint8(at + 9));
}

function decodeIpv6(view: DataView, cursor: Cursor, segment: Segment): number {
  if (cursor.captured < 40) return DECODED.CUT_IP;
  const at = cursor.at;
  segment.family = 6;
  const firstWord = view.getUint32(at);
  segment.trafficClass = (firstWord >>> 20) & 0xff;
  segment.flowLabel = firstWord & 0xfffff;
  segment.ttl = view.getUint8(at + 7);
  segment.ipId = NO_ID;
  segment.src0 = view.getInt32(at + 8);
  segment.src1 = view.getInt32(at + 12);
  segment.src2 = view.getInt32(at + 16);
  segment.src3 = view.getInt32(at + 20);
  segment.dst0 = view.getInt32(at + 24);
  segment.dst1 = view.getInt32(at + 28);
  segment.dst2 = view.getInt32(at + 32);
  segment.dst3 = view.getInt32(at + 36);
  segment.fragment = 0;
  segment.fragmentOffset = 0;
  // 0 stands for a jumbogram (RFC 2675) or for segmentation offload above 64 KiB.
  const payloadLength = view.getUint16(at + 4);
  if (payloadLength !== 0) trimTo(cursor, 40 + payloadLength);
  return cursor.next(LAYER.TRANSPORT, 40, view.getUint8(at + 6));
}

/** Cuts link-layer padding off: the datagram ends where its own header says. */
function trimTo(cursor: Cursor, length: number): void {
  cursor.length = length;
  if (cursor.at + length < cursor.end) cursor.end = cursor.at + length;
}

/**
 * One IPv6 extension header (RFC 8200 section 4) or an authentication header (RFC 4302).
 * The chain ends because each header moves the cursor at least 8 bytes on.
 */
export function decodeExtension(view: DataView, cursor: Cursor, segment: Segment): number {
  if (cursor.captured < 8) return DECODED.CUT_IP;
  const at = cursor.at;
  const next = view.getUint8(at);
  if (cursor.code === PROTOCOL.FRAGMENT) {
    const offsetAndMore = view.getUint16(at + 2);
    segment.fragmentOffset = offsetAndMore & 0xfff8;
    segment.fragment = offsetAndMore & 1;
    segment.ipId = view.getInt32(at + 4);
    return cursor.next(LAYER.TRANSPORT, 8, next);
  }
  const units = view.getUint8(at + 1);
  const bytes = cursor.code === PROTOCOL.AH ? (units + 2) << 2 : (units + 1) << 3;
  if (bytes > cursor.length) return DECODED.BAD_IP;
  return cursor.next(LAYER.TRANSPORT, bytes, next);
}
