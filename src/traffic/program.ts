import { pipeline } from "node:stream/promises";
import { pause } from "../core/index.js";
import type { TrafficContext } from "./traffic.js";

/** All output of a program so far. */
export interface ProgramOutput {
  stdout: string;
  stderr: string;
}

/** A traffic program that was started in an origin. */
export interface TrafficProgram {
  readonly ended: Promise<ProgramOutput & { exitCode: number | undefined }>;
  /** Called after every piece of output with all of it. */
  onOutput(listener: (output: ProgramOutput) => void): void;
}

/**
 * Starts a program as nobody in an origin, gathers its output, and ends it with the case's scope.
 * `feed` gives it so many zero bytes on its standard input, at a rate in bytes per second.
 */
export function startProgram(
  context: TrafficContext,
  origin: string,
  argv: readonly string[],
  { feed }: { feed?: Feed } = {},
): TrafficProgram {
  const spawned = context.running.node(origin).spawn(argv, {
    unprivileged: true,
    stdin: feed === undefined ? "ignore" : "pipe",
  });
  const output: ProgramOutput = { stdout: "", stderr: "" };
  const listeners: ((output: ProgramOutput) => void)[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    spawned.process[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
      for (const listener of listeners) listener(output);
    });
  }
  const ending = new AbortController();
  void spawned.process.then(() => ending.abort());
  // A reset connection ends curl while it is still being fed: that is the experiment, not an error.
  if (feed) pipeline(zeros(feed, ending.signal), spawned.process.stdin).catch(() => undefined);
  const forget = context.scope.defer(`${argv[0]} at ${origin}`, () => spawned.end("SIGKILL"));
  const ended = spawned.process.then(async ({ exitCode }) => {
    await forget();
    return { ...output, exitCode };
  });
  return { ended, onOutput: (listener) => void listeners.push(listener) };
}

/** Zero bytes for a program's standard input; without a rate as fast as it reads. */
export interface Feed {
  bytes: number;
  rate: number | undefined;
}

const CHUNK = Buffer.alloc(16_384);
// Of a rate, so that a slow one is one too: whole chunks would come half a minute apart.
const CHUNKS_PER_SECOND = 20;

async function* zeros({ bytes, rate }: Feed, signal: AbortSignal): AsyncGenerator<Buffer> {
  const start = performance.now();
  const size = Math.ceil(Math.min(CHUNK.length, (rate ?? Infinity) / CHUNKS_PER_SECOND));
  for (let sent = 0; sent < bytes; sent += size) {
    if (rate !== undefined) {
      const early = Math.max(0, start + (1000 * sent) / rate - performance.now());
      await pause(early, signal).catch(() => undefined);
      if (signal.aborted) return;
    }
    yield CHUNK.subarray(0, Math.min(size, bytes - sent));
  }
}
