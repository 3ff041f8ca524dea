import type { ByteSource } from "./source.js";

/** How a capture can be compressed. */
export type Compression = "gzip" | "zstd";

/** The compression that the first four bytes of a file tell, if any: gzip (RFC 1952) or Zstandard (RFC 8878 section 3.1). */
export function compressionOf(view: DataView): Compression | undefined {
  if (view.getUint16(0) === 0x1f8b) return "gzip";
  const magic = view.getUint32(0, true);
  // A skippable frame may come before the others.
  const isZstd = magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
  return isZstd ? "zstd" : undefined;
}

/** The bytes inside a compressed file of any number of members or frames. */
export async function decompressed(
  compression: Compression,
  source: ByteSource,
): Promise<ByteSource> {
  // Most captures are not compressed, and what takes compressions off takes Node longer to load than a small capture to read.
  const { gunzipSource, unzstdSource } = await import("./decompress.js");
  return compression === "gzip" ? gunzipSource(source) : unzstdSource(source);
}
