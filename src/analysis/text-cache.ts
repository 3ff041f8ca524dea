const ENTRIES = 4096;

/**
 * Texts that were made of a few words before: connections are alike, and text costs more than anything else in a record.
 * An entry that another one displaces is made again.
 */
export class TextCache {
  readonly #stride: number;
  readonly #keys: Int32Array;
  readonly #texts: (string | undefined)[] = new Array(ENTRIES).fill(undefined);
  /** Entry that `find` looked at last. */
  #entry = 0;

  /** @param most words that a text depends on at most, beside the one more that `find` is given */
  constructor(most: number) {
    this.#stride = most + 1;
    this.#keys = new Int32Array(ENTRIES * this.#stride);
  }

  /** The text for `count` words from `at` on and one more, which tells the count, where the text is known. */
  find(words: Int32Array, at: number, count: number, extra: number): string | undefined {
    let hash = extra;
    for (let word = at; word < at + count; word++) {
      hash = Math.imul(hash ^ (words[word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const entry = hash & (ENTRIES - 1);
    this.#entry = entry;
    const keys = this.#keys;
    const key = entry * this.#stride;
    if (keys[key] !== extra) return undefined;
    for (let word = 0; word < count; word++) {
      if (keys[key + 1 + word] !== words[at + word]) return undefined;
    }
    return this.#texts[entry];
  }

  /** Remembers the text for what `find` was called with last, and returns it. */
  keep(words: Int32Array, at: number, count: number, extra: number, text: string): string {
    const key = this.#entry * this.#stride;
    this.#keys[key] = extra;
    this.#keys.set(words.subarray(at, at + count), key + 1);
    this.#texts[this.#entry] = text;
    return text;
  }
}
