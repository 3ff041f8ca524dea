const ENTRIES = 4096;

/**
 * Texts that were made of a few words before: connections are alike, and text costs more than anything else in a record.
 * An entry that another one displaces is made again.
 */
export class TextCache {
  readonly #width: number;
  readonly #keys: Int32Array;
  readonly #texts: (string | undefined)[] = new Array(ENTRIES).fill(undefined);

  /** @param width words that a text depends on, one more among them that `find` is given */
  constructor(width: number) {
    this.#width = width;
    this.#keys = new Int32Array(ENTRIES * (width + 1));
  }

  /** The text for the words from `at` on and one more, `extra`; made when it is not known. */
  find(words: Int32Array, at: number, extra: number, make: () => string): string {
    const entry = this.#hash(words, at, extra);
    const known = this.#texts[entry];
    if (known !== undefined && this.#isFor(entry, words, at, extra)) return known;
    const text = make();
    const key = entry * (this.#width + 1);
    this.#keys[key] = extra;
    this.#keys.set(words.subarray(at, at + this.#width), key + 1);
    this.#texts[entry] = text;
    return text;
  }

  #hash(words: Int32Array, at: number, extra: number): number {
    let hash = extra;
    for (let word = 0; word < this.#width; word++) {
      hash = Math.imul(hash ^ (words[at + word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & (ENTRIES - 1);
  }

  #isFor(entry: number, words: Int32Array, at: number, extra: number): boolean {
    const key = entry * (this.#width + 1);
    if (this.#keys[key] !== extra) return false;
    for (let word = 0; word < this.#width; word++) {
      if (this.#keys[key + 1 + word] !== words[at + word]) return false;
    }
    return true;
  }
}
