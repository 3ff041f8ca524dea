/**
 * Where the facts of a connection stand inside its record of 32-bit words; plain constants, which the analyser and the
 * compiled engine share. What most packets touch stands together in few cache lines (16 words each): the key and the last
 * time, the runs, and the first line of each side.
 */
export const RECORD_WORDS = 128;
/** First word of side 0's address; side 1's follows. */
export const ADDRESS_AT = 2;
/** First of the two words of the second in which it began. */
export const START_SEC_AT = 36;
/** First of the words that hold the Zeek history, one byte a character. */
export const HISTORY_AT = 40;
export const HISTORY_BYTES = 32;
/** First of the words that hold the first runs of the sequence; the ring of the last ones follows. */
export const RUNS_AT = 48;
/** Runs that are kept at each end of the sequence. */
export const RUNS_KEPT = 8;
/** First word of side 0; side 1 follows. */
export const SIDE_AT = 64;
export const SIDE_WORDS = 32;

/** Stands for a delay that was not measured. */
export const UNKNOWN = -1;
/** Stands in `ipId` where a packet has none. */
export const NO_ID = -1;

/** Words of a segment in a batch. */
export const SEGMENT_WORDS = 40;
/** Segments that wait to be taken in together: long enough for the memory they will touch to arrive meanwhile. */
export const BATCH = 64;

/** A run is packed as count << 10 | side << 9 | flags; a count that would not fit begins another run of the same kind. */
export const RUN_COUNT_SHIFT = 10;
export const RUN_SIDE_SHIFT = 9;
export const RUN_FLAG_BITS = 0x1ff;
/** Side and flags. */
export const RUN_KIND_BITS = (1 << RUN_COUNT_SHIFT) - 1;
/** Reasons for leaving packets out that are counted: the numbers of decoded.ts. */
export const SKIP_REASONS = 32;

// Why `take` came back; it stands in the two lowest bits of what it returns, above them the number of a segment. 0: all
// were taken in.

/** This one opens a connection, and there is no room for it. */
export const STOP_FULL = 1;
/** This one was taken in, and the caller wants to know of it. */
export const STOP_TAKEN = 2;
/** This one is no TCP segment. */
export const STOP_OTHER = 3;
export const STOP_BITS = 2;
