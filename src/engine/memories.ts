/** What an engine leaves: its memory, and what makes it zeroes again. */
interface Left {
  memory: WebAssembly.Memory;
  wipe: () => void;
}

/** All that 32 bits can address. */
const MAX_PAGES = 1 << 16;

/**
 * Memories whose engines are done. Pages that were never used cost more than such that are wiped, and V8 does not count
 * what a shared memory holds: it would collect one much later than there is need. There are never more than were in use
 * at once.
 */
const idle: Left[] = [];

/**
 * A memory of zeroes but for the blocks of captures. It is shared, so that views on it stay what they are when it grows:
 * the next block can be read into it meanwhile.
 */
export function borrowMemory(): WebAssembly.Memory {
  const left = idle.pop();
  if (left === undefined) {
    return new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  }
  left.wipe();
  return left.memory;
}

/** Keeps a memory for the next engine. */
export function returnMemory(left: Left): void {
  idle.push(left);
}
