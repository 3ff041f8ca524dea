import { BLOCK_BYTES, BLOCKS, HEADROOM } from "./blocks.js";
import { type Compiled, newInstance } from "./compiled.js";
import * as CONNECTION from "./connection-bits.js";
import { RECORD_WORDS, SEGMENT_WORDS, SKIP_REASONS } from "./layout.js";
import { borrowMemory, returnMemory } from "./memories.js";
import { readSegment } from "./read-segment.js";
import type { RecordSource, Records, RecordsPlace, RecordView } from "./records.js";
import type { Segment } from "./segment.js";

const WORD_BYTES = 4;
/** Records that are gone through in one call. */
const PORTION = 1024;

/** How an engine works. */
export interface EngineOptions {
  /** Connections that are held at once at most. */
  maxConnections: number;
  /** Take IPIP, GRE, VXLAN and GENEVE headers off and show the connections inside. */
  decap?: boolean;
  /** Keep connections of different VLANs apart. */
  vlanKey?: boolean;
  /** Ports of servers. */
  servicePorts?: Iterable<number>;
  /** Come back after the first segment of every connection. */
  tellsNew?: boolean;
}

/**
 * The compiled part of the analyser with its memory: a capture's bytes go in, the records of its connections come out.
 * Its memory grows, and JavaScript's views end where it ended before; whoever looks at records is attached here and is
 * shown all of it by `follow`.
 */
export class Engine implements Records, RecordSource {
  readonly compiled: Compiled;
  /** Where `readCapture` can put the bytes of a capture. */
  readonly blocks: readonly Uint8Array[];
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  readonly #memory: WebAssembly.Memory;
  readonly #views: RecordView[] = [];
  readonly #base: number;
  readonly #batch: number;

  constructor(options: EngineOptions) {
    this.#memory = borrowMemory();
    const compiled = newInstance(this.#memory);
    this.compiled = compiled;
    compiled.setUp(options.maxConnections);
    compiled.takeTunnelsOff(options.decap ?? false);
    compiled.keepVlansApart(options.vlanKey ?? false);
    compiled.tellNewConnections(options.tellsNew ?? false);
    for (const port of options.servicePorts ?? []) compiled.nameServicePort(port);
    this.#base = compiled.recordsAddress() / WORD_BYTES;
    this.#batch = compiled.batchAddress() / WORD_BYTES;
    this.follow();
    const size = HEADROOM + BLOCK_BYTES;
    this.blocks = Array.from({ length: BLOCKS }, (_, block) => {
      return new Uint8Array(this.#memory.buffer, compiled.framesAddress() + block * size, size);
    });
  }

  /** Gives the memory to the next engine; this one must not be used any more. */
  release(): void {
    returnMemory({ memory: this.#memory, wipe: this.compiled.wipe });
  }

  /** Shows all views the memory that there is; to be called after the engine was given something to take in. */
  follow(): void {
    const { buffer } = this.#memory;
    if (this.words.byteLength === buffer.byteLength) return;
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    for (const view of this.#views) this.#show(view);
  }

  /** Shows a view the records, until they grow. */
  lookAt<View extends RecordView>(view: View): View {
    view.base = this.#base;
    this.#show(view);
    return view;
  }

  /** Shows a view the records, through their growth. */
  attach<View extends RecordView>(view: View): View {
    this.#views.push(view);
    return this.lookAt(view);
  }

  /** Judges all connections, after it found out what became of each device; to be called once, when all packets are in. */
  judge(): void {
    const { compiled } = this;
    const end = compiled.usedRecords();
    inPortions(end, compiled.noteResets);
    if (compiled.endResets() !== 0) inPortions(end, compiled.noteSurvivors);
    this.follow();
    inPortions(end, compiled.judge);
  }

  /** Where the records are, until something is taken in again. */
  place(): RecordsPlace {
    return { memory: this.#memory.buffer, base: this.#base };
  }

  /** Fills a segment with what the batch holds at `index`. */
  read(index: number, segment: Segment): void {
    readSegment(segment, this, this.#batch + index * SEGMENT_WORDS);
  }

  /** How many packets were left out, by the numbers of DECODED. */
  skipped(): Float64Array {
    const at = this.compiled.skippedAddress() / Float64Array.BYTES_PER_ELEMENT;
    return this.doubles.slice(at, at + SKIP_REASONS);
  }

  /** The numbers of all records that hold a connection, in order of their beginnings as long as none was removed. */
  connections(): Uint32Array {
    const ids = new Uint32Array(this.compiled.usedRecords());
    let count = 0;
    for (let id = 0; id < ids.length; id++) {
      const flags = this.words[this.#base + id * RECORD_WORDS] as number;
      if ((flags & CONNECTION.NO_CONNECTION) === 0) ids[count++] = id;
    }
    return ids.subarray(0, count);
  }

  #show(view: RecordView): void {
    view.words = this.words;
    view.doubles = this.doubles;
  }
}

/** One call for all would stay in the code that it began in: V8 replaces slow code by fast code between calls. */
function inPortions(end: number, work: (from: number, to: number) => void): void {
  for (let from = 0; from < end; from += PORTION) work(from, Math.min(from + PORTION, end));
}
