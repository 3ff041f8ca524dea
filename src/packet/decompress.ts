import { Decompress } from "fzstd";
import { gunzipped } from "./gunzip.js";
import { Pieces } from "./pieces.js";
import { type ByteSource, chunkSource } from "./source.js";
import { WindowGuard } from "./zstd-window.js";

const PIECE_BYTES = 256 * 1024;

/** The bytes inside a gzip file of any number of members. */
export function gunzipSource(source: ByteSource): ByteSource {
  return inside(gunzipped(source), source);
}

/** The bytes inside a Zstandard file of any number of frames. */
export function unzstdSource(source: ByteSource): ByteSource {
  return inside(unzstdChunks(source), source);
}

/** Not by way of a stream, which would forget the chunks that wait when an error comes behind them. */
function inside(chunks: AsyncGenerator<Uint8Array>, source: ByteSource): ByteSource {
  return chunkSource(chunks, async () => {
    await chunks.return(undefined);
    await source.close();
  });
}

async function* unzstdChunks(source: ByteSource): AsyncGenerator<Uint8Array> {
  const input = new Pieces(source, PIECE_BYTES);
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  const guard = new WindowGuard();
  for (;;) {
    const piece = await input.next();
    guard.pass(piece);
    const isLast = piece.length === 0;
    try {
      stream.push(piece, isLast);
    } finally {
      yield* ready.splice(0);
    }
    if (isLast) return;
  }
}
