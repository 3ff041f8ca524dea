/** What goes on beside a timeline's steps. A case waits for it, and nothing of it outlives the case. */
export class BackgroundWork {
  /** Aborts when the case is interrupted, or has ended: all work is to listen to it. */
  readonly signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #works: Promise<void>[] = [];

  constructor(interrupted?: AbortSignal) {
    this.signal = AbortSignal.any([this.#ending.signal, ...(interrupted ? [interrupted] : [])]);
  }

  /** Takes work that has begun. */
  add(work: Promise<void>): void {
    // It may fail long before it is waited for.
    work.catch(() => undefined);
    this.#works.push(work);
  }

  /** Waits for all of it. @throws what the first that fails does */
  async finished(): Promise<void> {
    await Promise.all(this.#works);
  }

  /** Ends what still goes on, as when a step has failed, and waits until it has. */
  async end(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#works);
  }
}
