/**
 * Where the facts of a connection stand inside its record of 32-bit words. What most packets touch stands together in few
 * cache lines (16 words each): the key and the last time, the runs, and the first line of each side. Times, byte counts
 * and packet numbers are doubles and stand at even words.
 */
export const RECORD_WORDS = 128;
/** First word of side 0's address; side 1's follows. */
export const ADDRESS_AT = 2;
/** Word of the key that keeps connections of different VLANs apart. */
export const DOMAIN_AT = 10;
/** Word of the key's hash, for when the table of slots grows. */
export const HASH_AT = 121;
/** First of the words that hold the first runs of the sequence; the ring of the last ones follows. */
export const RUNS_AT = 16;
/** Runs that are kept at each end of the sequence. */
export const RUNS_KEPT = 8;
/** First word of side 0; side 1 follows. */
export const SIDE_AT = 32;
export const SIDE_WORDS = 32;
/** First of the words that hold the Zeek history, one byte a character. */
export const HISTORY_AT = 96;
export const HISTORY_BYTES = 32;

/** The records of all connections, as integers and as doubles over the same bytes. */
export interface Records {
  words: Int32Array;
  doubles: Float64Array;
}

/** Something that looks at one record after the other. */
export interface RecordView extends Records {
  /** Index of the first word that it looks at. */
  at: number;
}

/** Stands for a delay that was not measured. */
export const UNKNOWN = -1;

/** Bits of ConnectionView.flags. */
export const CONNECTION = {
  IPV6: 1 << 0,
  /** Side 1 is Zeek's originator. */
  ORIG_IS_1: 1 << 1,
  /** Zeek's is_partial. */
  ZEEK_PARTIAL: 1 << 2,
  /** The first SYN came from side 1. */
  SYN_FROM_1: 1 << 3,
  SYN_SEEN: 1 << 4,
  SYN_ACK_FROM_1: 1 << 5,
  SYN_ACK_SEEN: 1 << 6,
  /** The opener acknowledged the SYN-ACK, or sent data after it. */
  ESTABLISHED: 1 << 7,
  /** A RST ended it. */
  ENDED_RESET: 1 << 8,
  /** That RST refused the SYN. */
  ENDED_REFUSED: 1 << 9,
  /** FINs of both sides ended it. */
  ENDED_CLOSED: 1 << 10,
  /** The RST that ended it came from side 1. */
  RESET_FROM_1: 1 << 11,
  /** Zeek's history was flipped: `^`. */
  FLIPPED: 1 << 12,
  /** A router said "too big" to side 0. */
  TOO_BIG_TO_0: 1 << 13,
  TOO_BIG_TO_1: 1 << 14,
  /** SYN-ACKs with different initial sequence numbers. */
  SYN_ACKS_DIFFER: 1 << 15,
  /** A RST came that an end would not have accepted as it did not fit its SYN. */
  STRAY_RST: 1 << 16,
  /** The side that sent the ending RST sent new payload after it. */
  WENT_ON: 1 << 17,
} as const;

/** Bits of SideView.facts; the bits from ZEEK_SHIFT on hold Zeek's endpoint states. */
export const SIDE = {
  FIN_SENT: 1 << 0,
  RST_SENT: 1 << 1,
  /** Zeek has seen a packet of this side. */
  SEEN: 1 << 2,
  /** The sequence space wrapped. */
  WRAPPED: 1 << 3,
  /** TSval went back by more than reordering explains. */
  CLOCK_WENT_BACK: 1 << 4,
  HAS_TSVAL: 1 << 5,
  IP_ID_ZERO: 1 << 6,
  IP_ID_SET: 1 << 7,
  /** More than four TTLs. */
  MANY_TTLS: 1 << 8,
  /** The flow label or traffic class changed, the ECN bits left out. */
  LABEL_CHANGED: 1 << 9,
  /** The last segment with payload was the first fragment of a datagram. */
  LAST_FRAGMENTED: 1 << 10,
  /** A SYN with ECE and CWR: it asks for ECN (RFC 3168). */
  ASKED_ECN: 1 << 11,
  /** ECN-capable codepoints in the IP header after a SYN without one. */
  SENT_ECT: 1 << 12,
  /** Blocks above a hole are kept aside. */
  HAS_BLOCKS: 1 << 13,
  /** Sent a full-size segment again after a router had told a smaller MTU. */
  IGNORED_TOO_BIG: 1 << 14,
  HAS_ACK: 1 << 15,
  SYN_SENT: 1 << 16,
  /** Repeats what it sent, without new data since. */
  REPEATING: 1 << 17,
} as const;
/** Where Zeek's state of an endpoint stands in SideView.facts; the state before it stands three bits higher. */
export const ZEEK_SHIFT = 24;
export const ZEEK_BITS = 3;

/** Bits of ConnectionView.resetFacts: what the RST looked like, and what had come before it. */
export const RESET = {
  ACK_FLAG: 1 << 0,
  /** Its seq is an ack of the other side. */
  SEQ_IS_ACK: 1 << 1,
  /** Its seq is the next one of its sender. */
  SEQ_IS_NEXT: 1 << 2,
  WINDOW_0: 1 << 3,
  /** A header without options and no payload. */
  BARE: 1 << 4,
  /** IPv4 identification 0, or IPv6. */
  IP_ID_0: 1 << 5,
  /** Other packets of its sender were seen, so that the TTL can be compared. */
  TTL_KNOWN: 1 << 6,
  /** None of them had this TTL. */
  TTL_NEW: 1 << 7,
  SENDER_HAD_FIN: 1 << 8,
  OTHER_HAD_FIN: 1 << 9,
  /** The other side had sent payload that the RST's sender had not acknowledged. */
  UNACKED_DATA: 1 << 10,
  /** The answered segment carried payload. */
  ANSWERS_DATA: 1 << 11,
  /** The answered segment was the first fragment of a datagram. */
  ANSWERS_FRAGMENT: 1 << 12,
  /** The handshake was not complete, or nothing but the handshake had been sent. */
  HANDSHAKE: 1 << 13,
  /** The RST's sender had neither acknowledged payload nor sent any. */
  FIRST_DATA: 1 << 14,
} as const;
