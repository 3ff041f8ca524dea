// What the decoder made of a frame: TCP, TOO_BIG, UNREACHABLE and FRAGMENT fill the segment, everything else names why the
// frame was left out.
// The numbers index SKIP_NAMES, so that counting needs no text per packet.

/** A TCP segment; every field of the Segment is set. */
export const TCP = 0;
/** An ICMP "fragmentation needed" or ICMPv6 "packet too big" that quotes a TCP segment. */
export const TOO_BIG = 1;
/** An ICMP "unreachable" or "time exceeded in transit" that quotes a TCP segment, which has not come where it was to go. */
export const UNREACHABLE = 2;
/** A later fragment: addresses, id, offset and length are set, there are no ports. */
export const FRAGMENT = 3;
export const LINK_TYPE = 4;
export const CUT_LINK = 5;
export const NOT_IP = 6;
export const ARP = 7;
export const CUT_IP = 8;
export const BAD_IP = 9;
export const CUT_TCP = 10;
export const BAD_TCP = 11;
export const UDP = 12;
export const ICMP = 13;
export const ESP = 14;
export const OTHER_PROTOCOL = 15;
export const TUNNEL = 16;
export const TOO_DEEP = 17;
export const SCTP = 18;
export const OSPF = 19;
