import { NO_ID } from "./layout.js";

/**
 * The one packet that is being looked at, overwritten by the next: nothing is allocated per packet.
 * All 32-bit fields are signed, as V8 keeps signed 32-bit integers without a box; `x >>> 0` gives the number on the wire.
 */
export class Segment {
  /** Seconds since the Unix epoch. */
  sec = 0;
  /** Nanoseconds within that second. */
  nanos = 0;
  /** 0-based number of the packet in its capture. */
  index = 0;

  /** What the frame was: one of DECODED. */
  kind = 0;

  /** IP version, 4 or 6. */
  family = 4;
  /** Source address, most significant word first; IPv4 uses src0 alone and the rest is 0. */
  src0 = 0;
  src1 = 0;
  src2 = 0;
  src3 = 0;
  /** Destination address, as the source. */
  dst0 = 0;
  dst1 = 0;
  dst2 = 0;
  dst3 = 0;
  /** IPv4 TTL or IPv6 hop limit. */
  ttl = 0;
  /** IPv4 identification, or the 32 bits of an IPv6 fragment header; NO_ID for IPv6 without one. */
  ipId = NO_ID;
  /** 1 when this is the first fragment of a larger datagram. For FRAGMENT: 1 when more fragments follow it. */
  fragment = 0;
  /** FRAGMENT: bytes of the datagram before this fragment. In a first fragment: bytes of it before the TCP header. */
  fragmentOffset = 0;
  /** IPv4 type of service or IPv6 traffic class: DSCP and ECN bits. */
  trafficClass = 0;
  /** IPv6 flow label; 0 for IPv4. */
  flowLabel = 0;
  /** VLAN identifier of the outermost tag; 0 without one. */
  vlan = 0;

  srcPort = 0;
  dstPort = 0;
  seq = 0;
  ack = 0;
  /** The flag bits of FLAG. */
  flags = 0;
  window = 0;
  /** Payload bytes by the IP length, never by what was captured. For FRAGMENT: bytes of this fragment. */
  length = 0;
  /** Bytes of the TCP header, options included. */
  headerLength = 0;
  /** Offset of the TCP options in the view that was decoded. */
  optionsAt = 0;
  /** 1 when the timestamps option is there and captured (RFC 7323). */
  hasTimestamp = 0;
  /** Its TSval. */
  tsVal = 0;
  /** Its TSecr: the clock of the other side, as its sender had heard it last. */
  tsEcr = 0;

  /** TOO_BIG only: the MTU that the router told, or what the quoted packet was just above; ports, seq and addresses are those of the quoted segment. */
  mtu = 0;
}
