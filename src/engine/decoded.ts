// What the decoder made of a frame: TCP and TOO_BIG fill the segment, everything else names why the frame was left out.
// The numbers index SKIP_NAMES, so that counting needs no text per packet.

/** A TCP segment; every field of the Segment is set. */
export const TCP = 0;
/** An ICMP "fragmentation needed" or ICMPv6 "packet too big" that quotes a TCP segment. */
export const TOO_BIG = 1;
/** A later fragment: addresses, id, offset and length are set, there are no ports. */
export const FRAGMENT = 2;
export const LINK_TYPE = 3;
export const CUT_LINK = 4;
export const NOT_IP = 5;
export const ARP = 6;
export const CUT_IP = 7;
export const BAD_IP = 8;
export const CUT_TCP = 9;
export const BAD_TCP = 10;
export const UDP = 11;
export const ICMP = 12;
export const ESP = 13;
export const OTHER_PROTOCOL = 14;
export const TUNNEL = 15;
export const TOO_DEEP = 16;
export const SCTP = 17;
export const ROUTING = 18;
