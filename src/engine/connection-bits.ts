// Bits of a connection's `flags`.

export const IPV6 = 1 << 0;
/** Side 1 is Zeek's originator. */
export const ORIG_IS_1 = 1 << 1;
/** Zeek's is_partial. */
export const ZEEK_PARTIAL = 1 << 2;
/** The first SYN came from side 1. */
export const SYN_FROM_1 = 1 << 3;
export const SYN_SEEN = 1 << 4;
export const SYN_ACK_FROM_1 = 1 << 5;
export const SYN_ACK_SEEN = 1 << 6;
/** The opener acknowledged the SYN-ACK, or sent data after it. */
export const ESTABLISHED = 1 << 7;
/** A RST ended it. */
export const ENDED_RESET = 1 << 8;
/** That RST refused the SYN. */
export const ENDED_REFUSED = 1 << 9;
/** FINs of both sides ended it. */
export const ENDED_CLOSED = 1 << 10;
/** Any terminal event. */
export const ENDED = ENDED_RESET | ENDED_REFUSED | ENDED_CLOSED;
/** The RST that ended it came from side 1. */
export const RESET_FROM_1 = 1 << 11;
/** Side 0 is more likely the server where nobody was seen to open: by its port, or because it has a VIP. */
export const SERVICE_PORT_0 = 1 << 12;
/** A router said "too big" to side 0. */
export const TOO_BIG_TO_0 = 1 << 13;
export const TOO_BIG_TO_1 = 1 << 14;
/** SYN-ACKs with different initial sequence numbers. */
export const SYN_ACKS_DIFFER = 1 << 15;
/** A RST came that an end would not have accepted as it did not fit its SYN. */
export const STRAY_RST = 1 << 16;
/** The side that sent the ending RST sent new payload or a FIN after it. */
export const WENT_ON = 1 << 17;
/** A newer connection has the same addresses and ports. */
export const REPLACED = 1 << 18;
/** The record holds no connection: it is free, or holds the blocks of a side. */
export const NO_CONNECTION = 1 << 19;
/** Whoever takes segments in wants to know of each further one. */
export const TOLD = 1 << 20;
/** The other side sent new payload or a FIN when it had had the time to obey that RST. */
export const OTHER_WENT_ON = 1 << 21;
/** A SYN-ACK had window 0: a SYN proxy's (Linux SYNPROXY, pf), which lets the opener wait until the server has accepted. */
export const PROXIED = 1 << 25;
/** Where the number of runs begins that were added after the connection had ended. */
export const LATE_RUNS_SHIFT = 22;
export const LATE_RUNS_MASK = 7;
