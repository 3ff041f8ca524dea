const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_BITS = 0xfffffff0;
/** Magic number and size. */
const SKIPPABLE_BYTES = 8;
const SINGLE_SEGMENT = 0x20;
const CHECKSUM = 0x04;
const CHECKSUM_BYTES = 4;
/** Bytes of the dictionary and content size fields, by their flags (RFC 8878 sections 3.1.1.1.3 and 3.1.1.1.4). */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];
const BLOCK_BYTES = 3;
const RLE_BLOCK = 1;
/** What zstd itself accepts unless it is told otherwise (--memory, 2^27). */
const MAX_WINDOW = 1 << 27;

/**
 * Refuses a frame whose header asks for more memory than any capture needs: a few bytes could make gigabytes be allocated.
 * It walks a stream from frame to frame by the sizes of their blocks (RFC 8878 sections 3.1.1 and 3.1.2).
 */
export class WindowGuard {
  /** Bytes of a header that is not complete. */
  #begun: Uint8Array = new Uint8Array(0);
  /** Bytes until the next header. */
  #skip = 0;
  #inFrame = false;
  #trailer = 0;

  /**
   * Looks at the next bytes of the stream, before they are decompressed.
   * @throws RangeError with the window's size
   */
  pass(chunk: Uint8Array): void {
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, bytes.length - at);
      at += skipped;
      this.#skip -= skipped;
      const used = this.#takeHeader(bytes.subarray(at));
      if (used === 0) break;
      at += used;
    }
    this.#begun = bytes.slice(at);
  }

  /** @returns the bytes of the header that stands there; 0 when it is not complete */
  #takeHeader(bytes: Uint8Array): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.#inFrame ? this.#takeBlock(view) : this.#takeFrame(view);
  }

  #takeBlock(view: DataView): number {
    if (view.byteLength < BLOCK_BYTES) return 0;
    const header = view.getUint16(0, true) | (view.getUint8(2) << 16);
    const isLast = (header & 1) === 1;
    this.#skip = ((header >>> 1) & 3) === RLE_BLOCK ? 1 : header >>> 3;
    if (isLast) {
      this.#skip += this.#trailer;
      this.#inFrame = false;
    }
    return BLOCK_BYTES;
  }

  #takeFrame(view: DataView): number {
    if (view.byteLength < SKIPPABLE_BYTES) return 0;
    const magic = view.getUint32(0, true);
    if ((magic & SKIPPABLE_BITS) === SKIPPABLE_MAGIC) {
      this.#skip = view.getUint32(4, true);
      return SKIPPABLE_BYTES;
    }
    if (magic !== MAGIC) {
      // No frame: the decompressor says so.
      this.#skip = Number.POSITIVE_INFINITY;
      return 0;
    }
    const descriptor = view.getUint8(4);
    const length = headerBytes(descriptor);
    if (view.byteLength < length) return 0;
    const window = windowOf(view);
    if (window > MAX_WINDOW) {
      throw new RangeError(`it asks for a window of ${Math.round(window / (1 << 20))} MiB`);
    }
    this.#inFrame = true;
    this.#trailer = (descriptor & CHECKSUM) === 0 ? 0 : CHECKSUM_BYTES;
    return length;
  }
}

function headerBytes(descriptor: number): number {
  const isSingle = (descriptor & SINGLE_SEGMENT) !== 0;
  const size = SIZE_BYTES[descriptor >>> 6] as number;
  // One byte: the window, or the size of a single segment of at most 255 bytes.
  const one = !isSingle || size === 0 ? 1 : 0;
  return 5 + one + (DICTIONARY_BYTES[descriptor & 3] as number) + size;
}

/** RFC 8878 section 3.1.1.1: the window descriptor, or the content size where all of it is one segment. */
function windowOf(view: DataView): number {
  const descriptor = view.getUint8(4);
  if ((descriptor & SINGLE_SEGMENT) === 0) {
    const byte = view.getUint8(5);
    const base = 2 ** (10 + (byte >>> 3));
    return base + (base / 8) * (byte & 7);
  }
  const at = 5 + (DICTIONARY_BYTES[descriptor & 3] as number);
  const bytes = SIZE_BYTES[descriptor >>> 6];
  if (bytes === 0) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  if (bytes === 4) return view.getUint32(at, true);
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
