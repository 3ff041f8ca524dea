import { messageOf, ShiftError } from "./errors.js";

/** One thing to undo, with the words used when undoing it fails. */
interface Cleanup {
  what: string;
  undo: () => void | Promise<void>;
}

/**
 * Cleanup written together with what it cleans: `defer` at creation, everything runs in reverse order at the end,
 * each step even if one before it failed. Use with `await using`.
 */
export class Scope implements AsyncDisposable {
  readonly #cleanups: Cleanup[] = [];

  /** Registers how to undo what was just made; returns a function that undoes it now, once. */
  defer(what: string, undo: () => void | Promise<void>): () => Promise<void> {
    const cleanup: Cleanup = { what, undo };
    this.#cleanups.push(cleanup);
    return async () => {
      const index = this.#cleanups.indexOf(cleanup);
      if (index < 0) return;
      this.#cleanups.splice(index, 1);
      await undo();
    };
  }

  /**
   * Undoes everything, newest first.
   * @throws ShiftError E_CLEANUP that lists what could not be undone, after trying all of it.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: string[] = [];
    for (let next = this.#cleanups.pop(); next; next = this.#cleanups.pop()) {
      try {
        await next.undo();
      } catch (thrown) {
        failures.push(`${next.what}: ${messageOf(thrown)}`);
      }
    }
    if (failures.length > 0) {
      throw new ShiftError({
        code: "E_CLEANUP",
        message: `could not undo: ${failures.join("; ")}`,
        hint: "`anycast-shift clean` removes what a run left behind",
      });
    }
  }
}
