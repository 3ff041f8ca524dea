import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
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
 * `zeros` feeds so many zero bytes to its standard input.
 */
export function startProgram(
  context: TrafficContext,
  origin: string,
  argv: readonly string[],
  { zeros }: { zeros?: number } = {},
): TrafficProgram {
  const spawned = context.running.node(origin).spawn(argv, {
    unprivileged: true,
    stdin: zeros === undefined ? "ignore" : "pipe",
  });
  const output: ProgramOutput = { stdout: "", stderr: "" };
  const listeners: ((output: ProgramOutput) => void)[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    spawned.process[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
      for (const listener of listeners) listener(output);
    });
  }
  // A reset connection ends curl while it is still being fed: that is the experiment, not an error.
  if (zeros !== undefined) pipeline(Readable.from(zeroChunks(zeros)), spawned.process.stdin).catch(() => undefined);
  const forget = context.scope.defer(`${argv[0]} at ${origin}`, async () => {
    spawned.signal("SIGKILL");
    await spawned.process;
  });
  const ended = spawned.process.then(async ({ exitCode }) => {
    await forget();
    return { ...output, exitCode };
  });
  return { ended, onOutput: (listener) => void listeners.push(listener) };
}

const CHUNK = Buffer.alloc(65_536);

function* zeroChunks(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= CHUNK.length) yield left >= CHUNK.length ? CHUNK : CHUNK.subarray(0, left);
}
