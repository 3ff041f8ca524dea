import { DECODED, Engine, type Segment } from "../engine/index.js";

/** How frames are decoded. */
export interface DecoderOptions {
  /** Take IPIP, GRE, VXLAN and GENEVE headers off and show the connection inside. */
  decap?: boolean;
}

/**
 * Decodes single frames. Whoever has a whole capture to decode lets `readCapture` hand its blocks to an engine instead.
 * Payload lengths come from the IP header, so Ethernet padding and short snap lengths do not change them; checksums are
 * not looked at, because offloading makes wrong ones normal in captures.
 */
export class Decoder {
  readonly #engine: Engine;

  constructor({ decap = false }: DecoderOptions = {}) {
    this.#engine = new Engine({ maxConnections: 1, decap });
  }

  /** Gives its memory to whoever decodes next; this one must not be used any more. */
  release(): void {
    this.#engine.release();
  }

  /**
   * Decodes the frame at [at, at + captured) of `view` into `segment`.
   * @param captured bytes of the frame that were captured, MAX_RECORD_BYTES at most
   * @param original bytes that the frame had on the wire
   * @returns one of DECODED; only TCP, TOO_BIG, UNREACHABLE and FRAGMENT fill the segment
   * @throws RangeError when the view ends before the frame, or the frame is much longer than a record can be
   */
  decode(
    view: DataView,
    at: number,
    captured: number,
    original: number,
    linkType: number,
    segment: Segment,
  ): number {
    const engine = this.#engine;
    const [block] = engine.blocks as [Uint8Array];
    if (captured > block.length) {
      throw new RangeError(`${captured} bytes do not fit in the engine's block`);
    }
    block.set(new Uint8Array(view.buffer, view.byteOffset + at, captured));
    const address = block.byteOffset;
    const result = engine.compiled.decodeFrame(address, captured, original, linkType);
    if (result > DECODED.FRAGMENT) return result;
    engine.read(0, segment);
    segment.optionsAt += at - address;
    return result;
  }
}
