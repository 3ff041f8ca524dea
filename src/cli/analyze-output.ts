import { ANALYSIS_VERSION, type AnalysisEnd, type Summary } from "../analysis/index.js";

const BUFFER_BYTES = 1 << 18;
/** Bytes that a UTF-16 unit takes in UTF-8 at most. */
export const MAX_CHARACTER_BYTES = 3;

/** Where bytes go; standard output, or a list in tests. */
export interface ByteSink {
  /** @param written called when the bytes can be used again */
  write(bytes: Uint8Array, written: () => void): unknown;
}

/** Prints records, given as JSON, as they come: one a line, or all in one document. */
export interface RecordWriter {
  /** What stands between two records. */
  readonly separator: string;
  record(json: string): void;
  /**
   * Prints records that are in one piece, the separator between them.
   * @param written called when the bytes can be used again
   */
  piece(json: Uint8Array, written: () => void): void;
  /** Resolves when all that was passed on so far has been written. */
  written(): Promise<void>;
  finish(end: AnalysisEnd, summary: Summary): void;
}

/** One record a line, and nothing else. */
export function jsonlWriter(sink: ByteSink): RecordWriter {
  const buffer = new ByteBuffer(sink);
  const separator = "\n";
  return {
    separator,
    record: (json) => buffer.add(json + separator),
    piece(json, written) {
      buffer.pass(json, written);
      buffer.add(separator);
    },
    written: () => buffer.written(),
    finish: () => buffer.flush(),
  };
}

/** One document: version, files, connections, totals, faults, summary. */
export function jsonWriter(sink: ByteSink, files: readonly string[]): RecordWriter {
  const buffer = new ByteBuffer(sink);
  const separator = ",\n";
  const head = { version: ANALYSIS_VERSION, files };
  let before = "\n";
  buffer.add(`${JSON.stringify(head).slice(0, -1)},"connections":[`);
  return {
    separator,
    record(json) {
      buffer.add(before + json);
      before = separator;
    },
    piece(json, written) {
      buffer.add(before);
      buffer.pass(json, written);
      before = separator;
    },
    written: () => buffer.written(),
    finish({ totals, faults }, summary) {
      buffer.add(`\n],${JSON.stringify({ totals, faults, summary }).slice(1)}\n`);
      buffer.flush();
    },
  };
}

/** Gathers texts into writes of a size that costs little. */
class ByteBuffer {
  readonly #sink: ByteSink;
  readonly #bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  /** Resolves when the last write is done. */
  #last: Promise<void> = Promise.resolve();

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  add(text: string): void {
    const room = text.length * MAX_CHARACTER_BYTES;
    if (this.#used + room > BUFFER_BYTES) this.flush();
    if (room > BUFFER_BYTES) this.#write(Buffer.from(text));
    else this.#used += this.#bytes.write(text, this.#used);
  }

  /** Passes bytes on without copying them. */
  pass(bytes: Uint8Array, written: () => void): void {
    this.flush();
    this.#write(bytes, written);
  }

  flush(): void {
    if (this.#used === 0) return;
    // The sink may hold what it is given for longer.
    this.#write(Buffer.from(this.#bytes.subarray(0, this.#used)));
    this.#used = 0;
  }

  /** Writes end in the order in which they began. */
  written(): Promise<void> {
    return this.#last;
  }

  #write(bytes: Uint8Array, written = () => {}): void {
    this.#last = new Promise((resolve) => {
      this.#sink.write(bytes, () => {
        written();
        resolve();
      });
    });
  }
}
