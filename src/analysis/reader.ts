import { realpath } from "node:fs/promises";
import { ShiftError } from "../core/index.js";
import {
  type ByteSource,
  canReadAgain,
  type Fault,
  openSource,
  readCapture,
} from "../packet/index.js";
import type { ResolvedOptions } from "./options.js";
import { Point } from "./point.js";
import type { ConnectionListener } from "./record.js";
import { inSuccession, type Span, spanOf } from "./spans.js";

/** A capture: a path, `-` for standard input, or bytes from elsewhere under a name. */
export type CaptureInput = string | { name: string; source: ByteSource };

/** Reads captures into capture points and keeps what went wrong. */
export class CaptureReader {
  readonly points: Point[] = [];
  readonly faults: Fault[] = [];
  readonly #options: ResolvedOptions;
  readonly #onEarly: ConnectionListener;
  #failure: ShiftError | undefined;

  constructor(options: ResolvedOptions, onEarly: ConnectionListener) {
    this.#options = options;
    this.#onEarly = onEarly;
  }

  /** @throws ShiftError the first one, when none of the inputs is a capture */
  async readAll(inputs: readonly CaptureInput[]): Promise<void> {
    const once = await withoutRepeats(inputs);
    const groups = await this.#groupByPoint(once);
    const onEarly = groups.length > 1 ? withCapture(this.#onEarly) : this.#onEarly;
    for (const group of groups) await this.#readPoint(group, onEarly);
    if (this.points.length === 0 && this.#failure !== undefined) throw this.#failure;
  }

  /** The inputs of one point together: all where they are files that continue each other, else each alone. */
  async #groupByPoint(inputs: readonly CaptureInput[]): Promise<CaptureInput[][]> {
    const paths = inputs.filter((input) => typeof input === "string");
    const isComparable = inputs.length > 1 && paths.length === inputs.length;
    if (!(isComparable && (await canReadAgain(paths)))) return inputs.map((input) => [input]);
    const spans: Span[] = [];
    for (const path of paths) {
      const span = await this.#attempt(() => spanOf(path));
      if (span !== undefined) spans.push(span);
    }
    const succession = inSuccession(spans);
    return succession === undefined ? spans.map(({ path }) => [path]) : [succession];
  }

  async #readPoint(inputs: readonly CaptureInput[], onEarly: ConnectionListener): Promise<void> {
    const [first] = inputs;
    if (first === undefined) return;
    const point = new Point(nameOf(first), this.#options, onEarly);
    try {
      for (const input of inputs) {
        const name = nameOf(input);
        await this.#attempt(async () => {
          const source = typeof input === "string" ? await openSource(input) : input.source;
          const fault = await readCapture(name, source, point.tracker);
          if (fault !== undefined) this.faults.push(fault);
          if (!this.points.includes(point)) this.points.push(point);
        });
      }
    } finally {
      if (!this.points.includes(point)) point.release();
    }
  }

  async #attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (thrown) {
      if (!(thrown instanceof ShiftError)) throw thrown;
      this.#failure ??= thrown;
      this.faults.push({ file: thrown.place?.file ?? "", offset: 0, message: thrown.message });
      return undefined;
    }
  }
}

/** A listener that is told of connections with the capture point that shows them. */
function withCapture(listener: ConnectionListener): ConnectionListener {
  return (connection, file) => {
    connection.record.capture = file;
    listener(connection, file);
  };
}

/** The path or name of a capture. */
export function nameOf(input: CaptureInput): string {
  return typeof input === "string" ? input : input.name;
}

/** The inputs without those that name a file again, be it by another path or a link: it is no second point. */
async function withoutRepeats(inputs: readonly CaptureInput[]): Promise<CaptureInput[]> {
  const first = new Map<CaptureInput, CaptureInput>();
  for (const input of inputs) {
    // What is not there, or is no file, is told when it is opened.
    const place = typeof input === "string" ? await realpath(input).catch(() => input) : input;
    if (!first.has(place)) first.set(place, input);
  }
  return [...first.values()];
}
