// Bits of a side's `facts`; six bits from ZEEK_SHIFT on hold Zeek's endpoint states.

export const FIN_SENT = 1 << 0;
/** Its packets have had different IP ids. */
export const NUMBERS_PACKETS = 1 << 1;
/** Zeek has seen a packet of this side. */
export const SEEN = 1 << 2;
/** It has sent more than half of the sequence space: numbers below its first one can no more be told from new ones. */
export const BEYOND_HALF = 1 << 3;
/** TSval went back by more than reordering explains. */
export const CLOCK_WENT_BACK = 1 << 4;
export const HAS_TSVAL = 1 << 5;
export const IP_ID_ZERO = 1 << 6;
export const IP_ID_SET = 1 << 7;
/** More than four TTLs. */
export const MANY_TTLS = 1 << 8;
/** The flow label or traffic class changed, the ECN bits left out. */
export const LABEL_CHANGED = 1 << 9;
/** The last segment with payload was the first fragment of a datagram. */
export const LAST_FRAGMENTED = 1 << 10;
/** A SYN with ECE and CWR: it asks for ECN (RFC 3168), and shows none in its IP header. */
export const ASKED_ECN = 1 << 11;
/** ECN-capable codepoints in IP headers after the SYN's. */
export const SENT_ECT = 1 << 12;
/** Blocks above a hole are kept aside. */
export const HAS_BLOCKS = 1 << 13;
/** Sent a full-size segment again after a router had told a smaller MTU, and nothing was acknowledged since. */
export const IGNORED_TOO_BIG = 1 << 14;
export const HAS_ACK = 1 << 15;
export const SYN_SENT = 1 << 16;
/** Repeats a segment: it has sent no new data since, and the other side nothing that answers it. */
export const REPEATING = 1 << 17;
/** Before any FIN it sent a RST as a machine without a socket does, and the other side did not accept it. */
export const RST_PASSED_OVER = 1 << 18;
/** It acknowledged new payload after its own FIN: it had closed its sending direction only. */
export const ACKED_AFTER_FIN = 1 << 19;
/** The uppermost of its TTLs is that of copies: packets that the capture has twice. */
export const COPY_TTL = 1 << 20;
/** Routers or hosts answered what it sent last with ICMP errors, and the other side nothing since. */
export const UNREACHABLE = 1 << 21;
/** What it repeats are keep-alives, which any packet answers. */
export const ASKING = 1 << 22;
/** While it repeated, packets of the other side came, with no news. */
export const IN_VAIN = 1 << 23;
/** What it repeats was acknowledged: it does not know. Zeek's states stand below. */
export const REPEATS_ACKED = 1 << 30;
/** What lasts until the other side answers, or this one sends something new. */
export const UNANSWERED = REPEATING | UNREACHABLE | ASKING | IN_VAIN | REPEATS_ACKED;
/** Repetitions of a segment with no answer from which on a connection counts as met with silence, or as stalled. */
export const VAIN_RETRIES = 3;
/** Where the TTL of copies stands. */
export const COPY_TTL_SHIFT = 24;

/** Where Zeek's state of an endpoint stands; the state before it stands three bits higher. */
export const ZEEK_SHIFT = 24;
export const ZEEK_BITS = 3;
export const ZEEK_MASK = (1 << ZEEK_BITS) - 1;
/** Both states. */
export const ZEEK_STATES = ((1 << (2 * ZEEK_BITS)) - 1) << ZEEK_SHIFT;
