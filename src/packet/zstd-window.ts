const MAGIC = 0xfd2fb528;
const SINGLE_SEGMENT = 0x20;
/** What zstd itself accepts unless it is told otherwise (--memory, 2^27). */
const MAX_WINDOW = 1 << 27;
/** Bytes of the dictionary and content size fields, by their flags (RFC 8878 sections 3.1.1.1.3 and 3.1.1.1.4). */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [1, 2, 4, 8];

/**
 * Refuses a frame whose header asks for more memory than any capture needs: a few bytes could make gigabytes be allocated.
 * @throws RangeError with the window's size
 */
export function refuseLargeWindow(frame: Uint8Array): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  // Magic, descriptor, window, dictionary and size take 18 bytes at most; shorter frames hold nothing.
  if (frame.length < 18 || view.getUint32(0, true) !== MAGIC) return;
  const window = windowOf(view);
  if (window > MAX_WINDOW) {
    throw new RangeError(`it asks for a window of ${Math.round(window / (1 << 20))} MiB`);
  }
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
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  if (bytes === 4) return view.getUint32(at, true);
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
