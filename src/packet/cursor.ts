/** What the bytes at the cursor are. */
export const LAYER = {
  ETHERNET: 0,
  /** `code` is an ethertype. */
  NETWORK: 1,
  PPP: 2,
  PPPOE: 3,
  MPLS: 4,
  IP: 5,
  /** `code` is an IP protocol number. */
  TRANSPORT: 6,
} as const;

/** A layer's decoder returns this when it has moved the cursor to the next layer. */
export const CONTINUE = -1;

/** Where the decoder is inside a frame; one instance serves all frames. */
export class Cursor {
  layer: number = LAYER.ETHERNET;
  code = 0;
  /** Offset of the layer's first byte in the view. */
  at = 0;
  /** First byte that was not captured. */
  end = 0;
  /** Bytes from `at` on that were on the wire, captured or not. */
  length = 0;

  /** Moves `bytes` on to a layer. */
  next(layer: number, bytes: number, code = 0): typeof CONTINUE {
    this.layer = layer;
    this.code = code;
    this.at += bytes;
    this.length -= bytes;
    return CONTINUE;
  }

  /** Bytes from `at` on that were captured. */
  get captured(): number {
    return this.end - this.at;
  }
}
