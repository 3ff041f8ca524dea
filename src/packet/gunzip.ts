import { crc32, createInflateRaw } from "node:zlib";
import { Pieces } from "./pieces.js";
import type { ByteSource } from "./source.js";

/** Small enough for what one piece can become: a thousand times as much, held at once. */
const PIECE_BYTES = 64 * 1024;
/** What zlib holds back is lost where the file is damaged. */
const CHUNK_BYTES = 16 * 1024;
const DEFLATE = 8;
/** Bits of the flags in a member's header (RFC 1952 section 2.3.1). */
const HAS_HEADER_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

/**
 * The bytes inside a gzip file, member by member (RFC 1952). Node's own Gunzip takes members of one piece at once, and
 * gives nothing of them when something else follows.
 * @throws Error where the file is damaged, breaks off or goes on with something else, after all before was given
 */
export async function* gunzipped(source: ByteSource): AsyncGenerator<Uint8Array> {
  const input = new Pieces(source, PIECE_BYTES);
  do {
    await skipHeader(input);
    yield* member(input);
    // Some programs fill the last block of a disk or tape.
    while ((await input.peek()) === 0) await input.take(1);
  } while ((await input.peek()) !== undefined);
}

async function skipHeader(input: Pieces): Promise<void> {
  const [first, second, method] = await input.take(3);
  if (first !== 0x1f || second !== 0x8b || method !== DEFLATE) {
    throw new Error("what follows is not in gzip");
  }
  const [flags = 0] = await input.take(7);
  if (flags & HAS_EXTRA) {
    const [low = 0, high = 0] = await input.take(2);
    await input.take(low | (high << 8));
  }
  if (flags & HAS_NAME) await skipText(input);
  if (flags & HAS_COMMENT) await skipText(input);
  if (flags & HAS_HEADER_CRC) await input.take(2);
}

async function skipText(input: Pieces): Promise<void> {
  for (;;) {
    const [byte] = await input.take(1);
    if (byte === 0) return;
  }
}

/** What one member holds, from behind its header to behind its check. */
async function* member(input: Pieces): AsyncGenerator<Uint8Array> {
  using inflater = new Inflater();
  let crc = 0;
  for (let ended = false; !ended; ) {
    const piece = await input.next();
    if (piece.length === 0) throw new Error("unexpected end of file");
    const { chunks, used, end } = await inflater.push(piece);
    for (const chunk of chunks) {
      crc = crc32(chunk, crc);
      yield chunk;
    }
    if (end instanceof Error) throw end;
    ended = end;
    input.leave(piece.subarray(used));
  }
  const check = Buffer.from(await input.take(8));
  if (check.readUint32LE() !== crc) throw new Error("incorrect data check");
}

/** Decompresses one stream of deflate (RFC 1951), piece by piece. */
class Inflater implements Disposable {
  readonly #stream = createInflateRaw({ chunkSize: CHUNK_BYTES });
  #chunks: Uint8Array[] = [];
  #taken: (end: boolean | Error) => void = () => {};

  constructor() {
    this.#stream.on("data", (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#stream.on("end", () => this.#taken(true));
    this.#stream.on("error", (error) => this.#taken(error));
  }

  /** @returns what came of a piece, how much of it was used, and whether the stream ended in it or how it failed */
  async push(
    piece: Uint8Array,
  ): Promise<{ chunks: Uint8Array[]; used: number; end: boolean | Error }> {
    const before = this.#stream.bytesWritten;
    const end = await new Promise<boolean | Error>((resolve) => {
      this.#taken = resolve;
      this.#stream.write(piece, (error) => resolve(error ?? false));
    });
    const chunks = this.#chunks;
    this.#chunks = [];
    return { chunks, used: this.#stream.bytesWritten - before, end };
  }

  [Symbol.dispose](): void {
    this.#stream.destroy();
  }
}
