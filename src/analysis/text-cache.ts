const ENTRIES = 4096;

/**
 * Spells what `count` words from `at` on and one more number mean.
 * @param extra tells the count, and all else that the text depends on
 */
type Spell = (words: Int32Array, at: number, count: number, extra: number) => string;

/**
 * Texts that were made of a few words before: connections are alike, and text costs more than anything else in a record.
 * An entry that another one displaces is made again.
 */
export class TextCache {
  readonly #stride: number;
  readonly #spell: Spell;
  readonly #keys: Int32Array;
  readonly #texts: (string | undefined)[] = new Array(ENTRIES).fill(undefined);

  /** @param most words that a text depends on at most, beside the number more */
  constructor(most: number, spell: Spell) {
    this.#stride = most + 1;
    this.#spell = spell;
    this.#keys = new Int32Array(ENTRIES * this.#stride);
  }

  /** The text for `count` words from `at` on and an integer of 32 bits more. */
  get(words: Int32Array, at: number, count: number, extra: number): string {
    let hash = extra;
    for (let word = at; word < at + count; word++) {
      hash = Math.imul(hash ^ (words[word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const entry = hash & (ENTRIES - 1);
    const key = entry * this.#stride;
    const known = this.#texts[entry];
    if (known !== undefined && this.#isAt(key, words, at, count, extra)) return known;
    return this.#make(entry, words, at, count, extra);
  }

  // Apart, because V8 compiles what `get` does into everything that calls it.
  #make(entry: number, words: Int32Array, at: number, count: number, extra: number): string {
    const text = this.#spell(words, at, count, extra);
    const key = entry * this.#stride;
    this.#keys[key] = extra;
    this.#keys.set(words.subarray(at, at + count), key + 1);
    this.#texts[entry] = text;
    return text;
  }

  #isAt(key: number, words: Int32Array, at: number, count: number, extra: number): boolean {
    const keys = this.#keys;
    if (keys[key] !== extra) return false;
    for (let word = 0; word < count; word++) {
      if (keys[key + 1 + word] !== words[at + word]) return false;
    }
    return true;
  }
}
