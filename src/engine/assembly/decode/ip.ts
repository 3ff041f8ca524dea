import * as DECODED from "../../decoded";
import { NO_ID } from "../../layout";
import { Segment } from "../segment";
import { Cursor, i32At, LAYER, u8At, u16At } from "./cursor";

/** IP protocol numbers that the decoder knows (IANA "Assigned Internet Protocol Numbers"). */
export enum PROTOCOL {
  HOP_BY_HOP = 0,
  ICMP = 1,
  IPIP = 4,
  TCP = 6,
  UDP = 17,
  IPV6 = 41,
  ROUTING = 43,
  FRAGMENT = 44,
  GRE = 47,
  ESP = 50,
  AH = 51,
  ICMPV6 = 58,
  DESTINATION = 60,
  OSPF = 89,
  SCTP = 132,
  MOBILITY = 135,
  HIP = 139,
  SHIM6 = 140,
}

const MORE_FRAGMENTS: i32 = 0x2000;
const FRAGMENT_OFFSET: i32 = 0x1fff;
/** Types of routing headers that hold whole addresses (IANA "IPv6 Routing Types"). */
enum ROUTING {
  SOURCE = 0,
  HOME = 2,
  SEGMENTS = 4,
}

/** Set in every fragment of an IPv4 datagram. */
export const FRAGMENT_BITS: i32 = MORE_FRAGMENTS | FRAGMENT_OFFSET;

/** An IPv4 or IPv6 header, whichever its version says: CONTINUE behind it, or why the frame is left out. */
export function decodeIp(cursor: Cursor, segment: Segment): i32 {
  if (cursor.captured < 20) return DECODED.CUT_IP;
  const version = u8At(cursor.at) >>> 4;
  if (version === 4) return decodeIpv4(cursor, segment);
  if (version === 6) return decodeIpv6(cursor, segment);
  return DECODED.BAD_IP;
}

function decodeIpv4(cursor: Cursor, segment: Segment): i32 {
  const at = cursor.at;
  const headerLength = (u8At(at) & 0x0f) << 2;
  // A total length of 0 is what TCP segmentation offload leaves in captures of the sending host.
  let totalLength = u16At(at + 2);
  if (totalLength === 0) totalLength = cursor.length;
  if (headerLength < 20 || totalLength < headerLength) return DECODED.BAD_IP;
  if (cursor.captured < headerLength) return DECODED.CUT_IP;
  readHeader4(at, segment);
  trimTo(cursor, totalLength);
  cursor.divided = at + headerLength;
  return cursor.next(LAYER.TRANSPORT, headerLength, u8At(at + 9));
}

/** What a segment keeps of an IPv4 header. */
export function readHeader4(at: i32, segment: Segment): void {
  const fragmentation = u16At(at + 6);
  readAddresses4(at, segment);
  segment.trafficClass = u8At(at + 1);
  segment.flowLabel = 0;
  segment.ttl = u8At(at + 8);
  segment.ipId = u16At(at + 4);
  segment.fragment = fragmentation & MORE_FRAGMENTS ? 1 : 0;
  segment.fragmentOffset = (fragmentation & FRAGMENT_OFFSET) << 3;
}

function decodeIpv6(cursor: Cursor, segment: Segment): i32 {
  if (cursor.captured < 40) return DECODED.CUT_IP;
  const at = cursor.at;
  readAddresses6(at, segment);
  const firstWord = i32At(at);
  segment.trafficClass = (firstWord >>> 20) & 0xff;
  segment.flowLabel = firstWord & 0xfffff;
  segment.ttl = u8At(at + 7);
  segment.ipId = NO_ID;
  segment.fragment = 0;
  segment.fragmentOffset = 0;
  // 0 stands for a jumbogram (RFC 2675) or for segmentation offload above 64 KiB.
  const payloadLength = u16At(at + 4);
  if (payloadLength !== 0) trimTo(cursor, 40 + payloadLength);
  return cursor.next(LAYER.TRANSPORT, 40, u8At(at + 6));
}

/** Cuts link-layer padding off: the datagram ends where its own header says. */
function trimTo(cursor: Cursor, length: i32): void {
  cursor.length = length;
  if (cursor.at + length < cursor.end) cursor.end = cursor.at + length;
}

/**
 * One IPv6 extension header (RFC 8200 section 4) or an authentication header (RFC 4302).
 * The chain ends because each header moves the cursor at least 8 bytes on.
 */
export function decodeExtension(cursor: Cursor, segment: Segment): i32 {
  if (cursor.captured < 8) return DECODED.CUT_IP;
  const at = cursor.at;
  const next = u8At(at);
  if (cursor.code === PROTOCOL.FRAGMENT) {
    const offsetAndMore = u16At(at + 2);
    segment.fragmentOffset = offsetAndMore & 0xfff8;
    segment.fragment = offsetAndMore & 1;
    segment.ipId = i32At(at + 4);
    cursor.divided = at + 8;
    return cursor.next(LAYER.TRANSPORT, 8, next);
  }
  const units = u8At(at + 1);
  const bytes = cursor.code === PROTOCOL.AH ? (units + 2) << 2 : (units + 1) << 3;
  if (bytes > cursor.length) return DECODED.BAD_IP;
  if (cursor.code === PROTOCOL.ROUTING) readLastStop(cursor, bytes, segment);
  return cursor.next(LAYER.TRANSPORT, bytes, next);
}

/** Until a routing header has no stops left, the IPv6 header's destination is only the next one (RFC 8200 section 4.4). */
function readLastStop(cursor: Cursor, bytes: i32, segment: Segment): void {
  const type = u8At(cursor.at + 2);
  if (u8At(cursor.at + 3) === 0 || bytes < 24 || cursor.captured < bytes) return;
  // Segment routing's list begins with the last one (RFC 8754 section 2); its end may be followed by options.
  if (type === ROUTING.SEGMENTS) readDestination6(cursor.at + 8, segment);
  else if (type === ROUTING.SOURCE || type === ROUTING.HOME) {
    readDestination6(cursor.at + bytes - 16, segment);
  }
}

/** Family and addresses of an IPv4 header, which uses the first word of an address only. */
export function readAddresses4(at: i32, segment: Segment): void {
  segment.family = 4;
  segment.src0 = i32At(at + 12);
  segment.src1 = 0;
  segment.src2 = 0;
  segment.src3 = 0;
  segment.dst0 = i32At(at + 16);
  segment.dst1 = 0;
  segment.dst2 = 0;
  segment.dst3 = 0;
}

/** Family and addresses of an IPv6 header. */
export function readAddresses6(at: i32, segment: Segment): void {
  segment.family = 6;
  segment.src0 = i32At(at + 8);
  segment.src1 = i32At(at + 12);
  segment.src2 = i32At(at + 16);
  segment.src3 = i32At(at + 20);
  readDestination6(at + 24, segment);
}

function readDestination6(at: i32, segment: Segment): void {
  segment.dst0 = i32At(at);
  segment.dst1 = i32At(at + 4);
  segment.dst2 = i32At(at + 8);
  segment.dst3 = i32At(at + 12);
}
