import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { type ByteSource, streamSource } from "./source.js";
import { WindowGuard } from "./zstd-window.js";

const CHUNK_BYTES = 256 * 1024;
/** What zlib holds back is lost when the file breaks off or is damaged there. */
const GUNZIP_CHUNK_BYTES = 16 * 1024;

/** The bytes inside a gzip file of any number of members. */
export function gunzipSource(source: ByteSource): ByteSource {
  const gunzip = createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES });
  const input = Readable.from(compressedChunks(source));
  input.on("error", (error) => gunzip.destroy(error));
  const inside = streamSource(input.pipe(gunzip));
  return { read: inside.read, close: () => closeBoth(inside, source) };
}

/** The bytes inside a Zstandard file of any number of frames. */
export function unzstdSource(source: ByteSource): ByteSource {
  const inside = streamSource(Readable.from(unzstdChunks(source)));
  return { read: inside.read, close: () => closeBoth(inside, source) };
}

async function closeBoth(inside: ByteSource, source: ByteSource): Promise<void> {
  await inside.close();
  await source.close();
}

async function* compressedChunks(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const has = await source.read(chunk, 0, CHUNK_BYTES);
    if (has === 0) return;
    yield chunk.subarray(0, has);
  }
}

async function* unzstdChunks(source: ByteSource): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  const guard = new WindowGuard();
  for await (const chunk of compressedChunks(source)) {
    guard.pass(chunk);
    stream.push(chunk);
    yield* ready.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* ready;
}
