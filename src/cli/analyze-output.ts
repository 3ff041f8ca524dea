import {
  type AnalysisEnd,
  type ConnectionRecord,
  recordJson,
  type Summary,
} from "../analysis/index.js";

/** Version of the document that `analyze --json` prints. */
export const ANALYSIS_VERSION = "anycast-shift/analysis/1";

const FLUSH_CHARACTERS = 1 << 16;

/** Where text goes; standard output, or a list in tests. */
export interface TextSink {
  write(text: string): unknown;
}

/** Prints records as they come: one object a line, or all in one document. */
export interface RecordWriter {
  record(record: ConnectionRecord): void;
  finish(end: AnalysisEnd, summary: Summary): void;
}

/** One record a line, and nothing else. */
export function jsonlWriter(sink: TextSink): RecordWriter {
  const buffer = new Buffered(sink);
  return {
    record: (record) => buffer.add(`${recordJson(record)}\n`),
    finish: () => buffer.flush(),
  };
}

/** One document: version, files, connections, totals, faults, summary. */
export function jsonWriter(sink: TextSink, files: readonly string[]): RecordWriter {
  const buffer = new Buffered(sink);
  const head = { version: ANALYSIS_VERSION, files };
  let separator = "\n";
  buffer.add(`${JSON.stringify(head).slice(0, -1)},"connections":[`);
  return {
    record(record) {
      buffer.add(`${separator}${recordJson(record)}`);
      separator = ",\n";
    },
    finish({ totals, faults }, summary) {
      buffer.add(`\n],${JSON.stringify({ totals, faults, summary }).slice(1)}\n`);
      buffer.flush();
    },
  };
}

/** Gathers small texts into writes of a size that costs little. */
class Buffered {
  #text = "";
  readonly #sink: TextSink;

  constructor(sink: TextSink) {
    this.#sink = sink;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= FLUSH_CHARACTERS) this.flush();
  }

  flush(): void {
    this.#sink.write(this.#text);
    this.#text = "";
  }
}
