import type { ByteSource } from "./source.js";

/** The bytes of a source in pieces as they come, of which a reader can leave a rest for the next one. */
export class Pieces {
  readonly #source: ByteSource;
  readonly #most: number;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param most bytes of a piece at most */
  constructor(source: ByteSource, most: number) {
    this.#source = source;
    this.#most = most;
  }

  /** The next piece, without a byte at the end. */
  async next(): Promise<Uint8Array> {
    const piece = this.#rest;
    this.#rest = new Uint8Array(0);
    if (piece.length > 0) return piece;
    const bytes = new Uint8Array(this.#most);
    return bytes.subarray(0, await this.#source.read(bytes, 0, this.#most));
  }

  /** Leaves the end of the piece that was asked for last. */
  leave(rest: Uint8Array): void {
    this.#rest = rest;
  }

  /** The next byte, which stays; undefined at the end. */
  async peek(): Promise<number | undefined> {
    this.#rest = await this.next();
    return this.#rest[0];
  }

  /**
   * The next bytes.
   * @throws Error when there are fewer
   */
  async take(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    for (let has = 0; has < count; ) {
      const piece = await this.next();
      if (piece.length === 0) throw new Error("unexpected end of file");
      const taken = piece.subarray(0, count - has);
      bytes.set(taken, has);
      has += taken.length;
      this.leave(piece.subarray(taken.length));
    }
    return bytes;
  }
}
