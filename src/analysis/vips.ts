import { ConnectionView, type Engine } from "../engine/index.js";
import { addressOf } from "./endpoint-text.js";

/** Knows the anycast addresses: the side that has one is the server where nobody was seen to open. */
export class Vips {
  readonly #engine: Engine;
  readonly #vips: ReadonlySet<string>;
  readonly #connection: ConnectionView;

  constructor(engine: Engine, vips: ReadonlySet<string>) {
    this.#engine = engine;
    this.#vips = vips;
    this.#connection = engine.attach(new ConnectionView());
  }

  /** Tells the engine of connections that are about to be judged. */
  tell(ids: Iterable<number>): void {
    if (this.#vips.size === 0) return;
    for (const id of ids) {
      this.#connection.move(id);
      const [first, second] = [this.#has(0), this.#has(1)];
      if (first !== second) this.#engine.compiled.nameServer(id, first ? 0 : 1);
    }
  }

  #has(side: number): boolean {
    return this.#vips.has(addressOf(this.#connection, side));
  }
}
