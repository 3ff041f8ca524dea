import { type FileHandle, open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { messageOf, ShiftError } from "../core/index.js";

const STDIN = "-";

/** Consecutive bytes of a capture, pulled into a buffer of the caller's. */
export interface ByteSource {
  /**
   * Puts up to `length` bytes into `into`, which may be shared memory, at `at`; resolves to how many, 0 only at the end.
   */
  read(into: Uint8Array, at: number, length: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a file, or standard input for `-`.
 * @throws ShiftError E_FILE when it cannot be opened
 */
export async function openSource(path: string): Promise<ByteSource> {
  if (path === STDIN) return streamSource(process.stdin);
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    if ((await handle.stat()).isDirectory()) throw new Error("it is a directory");
    return fileSource(handle);
  } catch (thrown) {
    await handle?.close();
    throw new ShiftError({
      code: "E_FILE",
      message: `cannot read ${path}: ${messageOf(thrown)}`,
      place: { file: path },
      cause: thrown,
    });
  }
}

function fileSource(handle: FileHandle): ByteSource {
  return {
    read: async (into, at, length) => (await handle.read(into, at, length, null)).bytesRead,
    close: () => handle.close(),
  };
}

/** Whether all of these can be opened again for the same bytes: standard input, pipes and terminals give theirs only once. */
export async function canReadAgain(paths: readonly string[]): Promise<boolean> {
  if (paths.includes(STDIN)) return false;
  // What is not there is told when it is opened.
  const infos = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return !infos.some((info) => info?.isFIFO() || info?.isCharacterDevice());
}

/**
 * Bytes of a stream of any chunk size. One that fails ends the capture there; closed, it is destroyed.
 * @throws TypeError where the stream gives text
 */
export function streamSource(stream: Readable): ByteSource {
  if (stream.readableEncoding !== null)
    throw new TypeError(
      `a capture is bytes: the stream has the encoding ${stream.readableEncoding}`,
    );
  return chunkSource(stream[Symbol.asyncIterator](), async () => {
    stream.destroy();
  });
}

/** Bytes that come in chunks of any size. */
export function chunkSource(
  chunks: AsyncIterator<Uint8Array>,
  close: () => Promise<void>,
): ByteSource {
  let chunk: Uint8Array = new Uint8Array(0);
  return {
    async read(into, at, length) {
      while (chunk.length === 0) {
        const next = await chunks.next();
        if (next.done) return 0;
        chunk = next.value;
      }
      const taken = Math.min(length, chunk.length);
      into.set(chunk.subarray(0, taken), at);
      chunk = chunk.subarray(taken);
      return taken;
    },
    close,
  };
}

/** Bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  let used = 0;
  return {
    async read(into, at, length) {
      const taken = Math.min(length, bytes.length - used);
      into.set(bytes.subarray(used, used + taken), at);
      used += taken;
      return taken;
    },
    async close() {},
  };
}
