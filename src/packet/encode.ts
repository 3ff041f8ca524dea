import { NO_ID, type Segment } from "../engine/index.js";

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
const ETHERTYPE_VLAN = 0x8100;
const PROTOCOL_TCP = 6;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
/** NOP NOP Timestamps length 10. */
const TIMESTAMPS = 0x0101080a;

/** Bytes of the longest header that encodeFrame writes: Ethernet, one VLAN tag, IPv6, TCP with all its options. */
export const MAX_FRAME_HEADER = 14 + 4 + 40 + 60;

/**
 * Writes the Ethernet frame of a TCP segment at `at`, the inverse of what Decoder reads. Payload bytes are not written,
 * as a short snap length would leave them out; the lengths in the headers count them.
 * @param segment `length` is its payload, `headerLength` its TCP header; `vlan` adds a tag; options are the timestamps
 *   where `hasTimestamp` is set, filled up with NOPs
 * @returns bytes of all headers
 */
export function encodeFrame(view: DataView, at: number, segment: Segment): number {
  let ip = at + 14;
  view.setUint32(at, 0x02000000);
  view.setUint32(at + 4, 0x00010200);
  view.setUint32(at + 8, 0x00000002);
  const ethertype = segment.family === 6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4;
  if (segment.vlan !== 0) {
    view.setUint16(at + 12, ETHERTYPE_VLAN);
    view.setUint16(at + 14, segment.vlan);
    ip += 4;
  }
  view.setUint16(ip - 2, ethertype);
  const tcp = segment.family === 6 ? encodeIpv6(view, ip, segment) : encodeIpv4(view, ip, segment);
  encodeTcp(view, tcp, segment);
  return tcp + segment.headerLength - at;
}

function encodeIpv4(view: DataView, ip: number, segment: Segment): number {
  const id = segment.ipId === NO_ID ? 0 : segment.ipId;
  view.setUint8(ip, 0x45);
  view.setUint8(ip + 1, segment.trafficClass);
  view.setUint16(ip + 2, 20 + segment.headerLength + segment.length);
  view.setUint16(ip + 4, id);
  view.setUint16(ip + 6, segment.fragment ? MORE_FRAGMENTS : DONT_FRAGMENT);
  view.setUint8(ip + 8, segment.ttl);
  view.setUint8(ip + 9, PROTOCOL_TCP);
  view.setUint16(ip + 10, 0);
  view.setInt32(ip + 12, segment.src0);
  view.setInt32(ip + 16, segment.dst0);
  view.setUint16(ip + 10, headerChecksum(view, ip));
  return ip + 20;
}

/** RFC 1071 over the 20 bytes of an IPv4 header. */
function headerChecksum(view: DataView, ip: number): number {
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += view.getUint16(ip + at);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}

function encodeIpv6(view: DataView, ip: number, segment: Segment): number {
  view.setUint32(ip, ((6 << 28) | (segment.trafficClass << 20) | segment.flowLabel) >>> 0);
  view.setUint16(ip + 4, segment.headerLength + segment.length);
  view.setUint8(ip + 6, PROTOCOL_TCP);
  view.setUint8(ip + 7, segment.ttl);
  view.setInt32(ip + 8, segment.src0);
  view.setInt32(ip + 12, segment.src1);
  view.setInt32(ip + 16, segment.src2);
  view.setInt32(ip + 20, segment.src3);
  view.setInt32(ip + 24, segment.dst0);
  view.setInt32(ip + 28, segment.dst1);
  view.setInt32(ip + 32, segment.dst2);
  view.setInt32(ip + 36, segment.dst3);
  return ip + 40;
}

function encodeTcp(view: DataView, tcp: number, segment: Segment): void {
  view.setUint16(tcp, segment.srcPort);
  view.setUint16(tcp + 2, segment.dstPort);
  view.setInt32(tcp + 4, segment.seq);
  view.setInt32(tcp + 8, segment.ack);
  view.setUint16(tcp + 12, ((segment.headerLength >>> 2) << 12) | segment.flags);
  view.setUint16(tcp + 14, segment.window);
  view.setUint32(tcp + 16, 0);
  for (let option = tcp + 20; option < tcp + segment.headerLength; option += 4) {
    view.setUint32(option, 0x01010101);
  }
  if (segment.hasTimestamp && segment.headerLength >= 32) {
    view.setUint32(tcp + 20, TIMESTAMPS);
    view.setInt32(tcp + 24, segment.tsVal);
    view.setInt32(tcp + 28, segment.tsEcr);
  }
}

/** Writes the file header of a nanosecond pcap. */
export function encodePcapHeader(view: DataView, at: number, linkType: number, snap: number): void {
  view.setUint32(at, 0xa1b23c4d, true);
  view.setUint16(at + 4, 2, true);
  view.setUint16(at + 6, 4, true);
  view.setUint32(at + 8, 0, true);
  view.setUint32(at + 12, 0, true);
  view.setUint32(at + 16, snap, true);
  view.setUint32(at + 20, linkType, true);
}

/** Writes a record header of a nanosecond pcap. */
export function encodePcapRecord(
  view: DataView,
  at: number,
  sec: number,
  nanos: number,
  captured: number,
  original: number,
): void {
  view.setUint32(at, sec, true);
  view.setUint32(at + 4, nanos, true);
  view.setUint32(at + 8, captured, true);
  view.setUint32(at + 12, original, true);
}
