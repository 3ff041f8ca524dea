import type { AnalysisEnd, Summary } from "../analysis/index.js";

/** Version of the document that `analyze --json` prints. */
export const ANALYSIS_VERSION = "anycast-shift/analysis/1";

const BUFFER_BYTES = 1 << 18;
/** Bytes that a UTF-16 unit takes in UTF-8 at most. */
const MAX_CHARACTER_BYTES = 3;

/** Where bytes go; standard output, or a list in tests. */
export interface ByteSink {
  write(bytes: Uint8Array): unknown;
}

/** Prints records, given as JSON, as they come: one a line, or all in one document. */
export interface RecordWriter {
  record(json: string | Uint8Array): void;
  finish(end: AnalysisEnd, summary: Summary): void;
}

/** One record a line, and nothing else. */
export function jsonlWriter(sink: ByteSink): RecordWriter {
  const buffer = new ByteBuffer(sink);
  return {
    record(json) {
      buffer.add(json);
      buffer.add("\n");
    },
    finish: () => buffer.flush(),
  };
}

/** One document: version, files, connections, totals, faults, summary. */
export function jsonWriter(sink: ByteSink, files: readonly string[]): RecordWriter {
  const buffer = new ByteBuffer(sink);
  const head = { version: ANALYSIS_VERSION, files };
  let separator = "\n";
  buffer.add(`${JSON.stringify(head).slice(0, -1)},"connections":[`);
  return {
    record(json) {
      buffer.add(separator);
      buffer.add(json);
      separator = ",\n";
    },
    finish({ totals, faults }, summary) {
      buffer.add(`\n],${JSON.stringify({ totals, faults, summary }).slice(1)}\n`);
      buffer.flush();
    },
  };
}

/** Gathers small pieces into writes of a size that costs little. */
class ByteBuffer {
  readonly #sink: ByteSink;
  #bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  add(piece: string | Uint8Array): void {
    const room = piece.length * (typeof piece === "string" ? MAX_CHARACTER_BYTES : 1);
    if (this.#used + room > BUFFER_BYTES) this.flush();
    if (room > BUFFER_BYTES) {
      this.#sink.write(typeof piece === "string" ? Buffer.from(piece) : piece);
    } else if (typeof piece === "string") {
      this.#used += this.#bytes.write(piece, this.#used);
    } else {
      this.#bytes.set(piece, this.#used);
      this.#used += piece.length;
    }
  }

  flush(): void {
    if (this.#used === 0) return;
    this.#sink.write(this.#bytes.subarray(0, this.#used));
    // The sink may still hold the old bytes.
    this.#bytes = Buffer.allocUnsafe(BUFFER_BYTES);
    this.#used = 0;
  }
}
