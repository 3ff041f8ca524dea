/** Passes items on in the order of their numbers, which are 0, 1, 2…, whenever they come in. */
export class InOrder<Item> {
  readonly #early = new Map<number, Item>();
  readonly #pass: (item: Item) => void;
  #next = 0;

  constructor(pass: (item: Item) => void) {
    this.#pass = pass;
  }

  add(index: number, item: Item): void {
    this.#early.set(index, item);
    for (;;) {
      const next = this.#early.get(this.#next);
      if (next === undefined) return;
      this.#early.delete(this.#next++);
      this.#pass(next);
    }
  }
}
