/** Receives every packet record of a capture, in file order. Called once a packet, so it must not be slow. */
export interface RecordSink {
  /** Two blocks of BLOCK_BYTES and HEADROOM before them, for a sink that wants the bytes in memory of its own. */
  readonly blocks?: readonly Uint8Array[];
  /** Waited for before more is read: for a sink that hands on faster than others take. */
  ready?(): Promise<void>;
  /** Takes records in [from, to) of such a block at once, as far as they are whole; returns where it stopped. */
  pcap?(view: DataView, from: number, to: number, format: PcapFormat): number;
  /**
   * @param view bytes of the capture; valid only during the call
   * @param at offset of the frame's first byte in `view`
   * @param captured bytes of the frame that were captured
   * @param original bytes that it had on the wire
   * @param linkType one of LINK, or any other registered number
   * @param sec seconds since the Unix epoch
   * @param nanos nanoseconds within that second
   */
  record(
    view: DataView,
    at: number,
    captured: number,
    original: number,
    linkType: number,
    sec: number,
    nanos: number,
  ): void;
}

/** How a classic pcap writes its records. */
export interface PcapFormat {
  little: boolean;
  nanosPerUnit: number;
  linkType: number;
}

/** Something in a capture that cannot be right. What came before it was read; nothing after it was. */
export interface Fault {
  /** Path of the file, or `-` for standard input. */
  file: string;
  /** Byte offset of the fault in the (uncompressed) capture. */
  offset: number;
  message: string;
}

/** A reader of one capture format, fed with consecutive bytes. */
export interface RecordReader {
  /** What was wrong at the offset where `read` stopped; undefined while all is well. */
  readonly problem: string | undefined;
  /** Bytes from the last `read`'s end on that are not needed and may be skipped without being kept. */
  skip: number;
  /** Hands every complete record in [from, to) on and returns the offset of the first byte that it did not use. */
  read(view: DataView, from: number, to: number, sink: RecordSink): number;
  /** What is missing when the file ends with the bytes [from, to) unused. */
  explainRest(view: DataView, from: number, to: number): string;
}
