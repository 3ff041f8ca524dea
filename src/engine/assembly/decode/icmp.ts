import * as DECODED from "../../decoded";
import * as FLAG from "../../flags";
import { NO_ID } from "../../layout";
import { Segment } from "../segment";
import { i32At, u8At, u16At } from "./cursor";
import { PROTOCOL, readAddresses4, readAddresses6 } from "./ip";

const UNREACHABLE_V4: i32 = 3;
const FRAGMENTATION_NEEDED: i32 = 4;
const TIME_EXCEEDED_V4: i32 = 11;
const UNREACHABLE_V6: i32 = 1;
const PACKET_TOO_BIG_V6: i32 = 2;
const TIME_EXCEEDED_V6: i32 = 3;
/** Code of "time exceeded": in transit, as in a loop of routes; the other one is about fragments. */
const IN_TRANSIT: i32 = 0;
/** Ports and sequence number: all of the TCP header that RFC 792 promises in the quote. */
const QUOTED_TCP: i32 = 8;

/**
 * Reads an ICMP "unreachable", the "fragmentation needed" among them (RFC 1191 section 4), or "time exceeded" (RFC 792), and
 * the segment that it quotes. Any other ICMP message is DECODED.ICMP.
 */
export function decodeIcmp4(at: i32, end: i32, segment: Segment): i32 {
  if (end - at < 8 + 20) return DECODED.ICMP;
  const type = u8At(at);
  const code = u8At(at + 1);
  const isExceeded = type === TIME_EXCEEDED_V4 && code === IN_TRANSIT;
  if (type !== UNREACHABLE_V4 && !isExceeded) return DECODED.ICMP;
  const ip = at + 8;
  const headerLength = (u8At(ip) & 0x0f) << 2;
  const tcp = ip + headerLength;
  if (u8At(ip) >>> 4 !== 4 || headerLength < 20 || end - tcp < QUOTED_TCP) {
    return DECODED.ICMP;
  }
  if (u8At(ip + 9) !== PROTOCOL.TCP) return DECODED.ICMP;
  readAddresses4(ip, segment);
  const told = u16At(at + 6);
  const quoted = u16At(ip + 2);
  quoteSegment(tcp, quoted - headerLength, segment);
  if (isExceeded || code !== FRAGMENTATION_NEEDED) return DECODED.UNREACHABLE;
  // Routers from before RFC 1191 tell no MTU (its section 5): less than the packet that did not pass.
  segment.mtu = told !== 0 ? told : max(quoted - 1, 0);
  return DECODED.TOO_BIG;
}

/**
 * Reads an ICMPv6 "unreachable", "packet too big" or "time exceeded" (RFC 4443 sections 3.1 to 3.3), and the segment that it
 * quotes.
 */
export function decodeIcmp6(at: i32, end: i32, segment: Segment): i32 {
  if (end - at < 8 + 40 + QUOTED_TCP) return DECODED.ICMP;
  const type = u8At(at);
  const isExceeded = type === TIME_EXCEEDED_V6 && u8At(at + 1) === IN_TRANSIT;
  if (type !== UNREACHABLE_V6 && type !== PACKET_TOO_BIG_V6 && !isExceeded) return DECODED.ICMP;
  const ip = at + 8;
  if (u8At(ip) >>> 4 !== 6 || u8At(ip + 6) !== PROTOCOL.TCP) return DECODED.ICMP;
  readAddresses6(ip, segment);
  quoteSegment(ip + 40, u16At(ip + 4), segment);
  if (type !== PACKET_TOO_BIG_V6) return DECODED.UNREACHABLE;
  // Above what a word holds with its sign it means nothing.
  segment.mtu = i32At(at + 4) & 0x7fffffff;
  return DECODED.TOO_BIG;
}

function quoteSegment(tcp: i32, length: i32, segment: Segment): void {
  segment.srcPort = u16At(tcp);
  segment.dstPort = u16At(tcp + 2);
  segment.seq = i32At(tcp + 4);
  segment.ack = 0;
  segment.flags = FLAG.ACK;
  segment.length = length;
  segment.ipId = NO_ID;
  segment.fragment = 0;
}
