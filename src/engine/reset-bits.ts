// Bits of a connection's `resetFacts`: what the RST looked like, and what had come before it.

export const ACK_FLAG = 1 << 0;
/** Its seq is an ack of the other side. */
export const SEQ_IS_ACK = 1 << 1;
/** Its seq is the next one of its sender. */
export const SEQ_IS_NEXT = 1 << 2;
export const WINDOW_0 = 1 << 3;
/** A header without options and no payload. */
export const BARE = 1 << 4;
/** IPv4 identification 0, or IPv6. */
export const IP_ID_0 = 1 << 5;
/** The TTL can be compared: other packets of its sender were seen, and not from too many distances. */
export const TTL_KNOWN = 1 << 6;
/** None of them had this TTL. */
export const TTL_NEW = 1 << 7;
export const SENDER_HAD_FIN = 1 << 8;
export const OTHER_HAD_FIN = 1 << 9;
/** The other side had sent payload that the RST's sender had not acknowledged. */
export const UNACKED_DATA = 1 << 10;
/** The answered segment carried payload. */
export const ANSWERS_DATA = 1 << 11;
/** The answered segment was the first fragment of a datagram. */
export const ANSWERS_FRAGMENT = 1 << 12;
/** The handshake was not complete, or nothing but the handshake had been sent. */
export const HANDSHAKE = 1 << 13;
/** The RST's sender had neither acknowledged payload nor sent any. */
export const FIRST_DATA = 1 << 14;
/** It came so long after the other side's last segment that it answers none of those captured. */
export const UNASKED = 1 << 15;
/** Its sender acknowledged afterwards the payload that it seems to answer. */
export const ACKED_AFTERWARDS = 1 << 16;

/**
 * Without ACK flag and window, before any FIN of its sender, and beyond all that was captured of it or of acks of it: packets
 * are missing.
 */
export const BEYOND_CAPTURED = 1 << 17;
/** Its flow label or traffic class is not that of its sender's first packet. */
export const OTHER_LABEL = 1 << 18;
/** It has a TCP timestamp that goes on with its sender's clock. */
export const KNOWS_CLOCK = 1 << 19;
/** Its sender had not heard the other side's last packet, though that had long come: what it echoes of the clock is older. */
export const HEARD_NOTHING = 1 << 20;

/** It answers payload, and its sender may have had more to send: a FIN waits behind that. */
export const MORE_TO_SEND = 1 << 21;

/** Where the RST's TTL begins. */
export const TTL_SHIFT = 24;
