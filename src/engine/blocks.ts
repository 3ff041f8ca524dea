// How a capture is read: plain constants, which the readers and the compiled engine share.

/**
 * Longest record that is believed. tcpdump's own limit is 256 KiB; offloading on loopback can make frames of 512 KiB.
 * A longer one is a wrong length.
 */
export const MAX_RECORD_BYTES = 1 << 20;
/** Room for the unused end of the block before, so that every record lies in one piece. */
export const HEADROOM = MAX_RECORD_BYTES + 4096;
/** Bytes that are read at once: as many as stay in the processor's cache until they are decoded. */
export const BLOCK_BYTES = 1 << 21;
/** While one is decoded, the other is read into. */
export const BLOCKS = 2;
/** Bytes of a classic pcap's header. */
export const PCAP_FILE_HEADER = 24;
/** Bytes of the header of each of its records. */
export const PCAP_RECORD_HEADER = 16;
