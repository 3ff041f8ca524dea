/**
 * What the decoder made of a frame: TCP and TOO_BIG fill the segment, everything else names why the frame was left out.
 * The numbers index SKIP_NAMES, so that counting needs no text per packet.
 */
export const DECODED = {
  /** A TCP segment; every field of the Segment is set. */
  TCP: 0,
  /** An ICMP "fragmentation needed" or ICMPv6 "packet too big" that quotes a TCP segment. */
  TOO_BIG: 1,
  /** A later fragment: addresses, id, offset and length are set, there are no ports. */
  FRAGMENT: 2,
  LINK_TYPE: 3,
  CUT_LINK: 4,
  NOT_IP: 5,
  ARP: 6,
  CUT_IP: 7,
  BAD_IP: 8,
  CUT_TCP: 9,
  BAD_TCP: 10,
  UDP: 11,
  ICMP: 12,
  ESP: 13,
  OTHER_PROTOCOL: 14,
  TUNNEL: 15,
  TOO_DEEP: 16,
  SCTP: 17,
  ROUTING: 18,
} as const;

/** One of the numbers in DECODED. */
export type Decoded = (typeof DECODED)[keyof typeof DECODED];

/** The words for each number of DECODED, as totals print them. */
export const SKIP_NAMES: readonly string[] = [
  "TCP",
  "ICMP too big",
  "later IP fragment",
  "unknown link type",
  "cut inside the link header",
  "not IP",
  "ARP",
  "cut inside the IP header",
  "wrong IP header",
  "cut inside the TCP header",
  "wrong TCP header",
  "UDP",
  "ICMP",
  "ESP (encrypted)",
  "other IP protocol",
  "tunnel (see --decap)",
  "headers nested too deep",
  "SCTP",
  "routing protocol",
];
