/** What the bytes at the cursor are. */
export enum LAYER {
  ETHERNET = 0,
  /** `code` is an ethertype. */
  NETWORK = 1,
  PPP = 2,
  PPPOE = 3,
  MPLS = 4,
  IP = 5,
  /** `code` is an IP protocol number. */
  TRANSPORT = 6,
}

/** A layer's decoder returns this when it has moved the cursor to the next layer. */
export const CONTINUE: i32 = -1;

/** Where the decoder is inside a frame; one instance serves all frames. */
@unmanaged
export class Cursor {
  layer: i32;
  code: i32;
  /** Address of the layer's first byte. */
  at: i32;
  /** First byte that was not captured. */
  end: i32;
  /** Bytes from `at` on that were on the wire, captured or not. */
  length: i32;
  /** Address of what was divided into fragments, in a fragment. */
  divided: i32;

  /** Moves `bytes` on to a layer. */
  next(layer: i32, bytes: i32, code: i32 = 0): i32 {
    this.layer = layer;
    this.code = code;
    this.at += bytes;
    this.length -= bytes;
    return CONTINUE;
  }

  /** Bytes from `at` on that were captured. */
  get captured(): i32 {
    return this.end - this.at;
  }
}

/** The byte at an address. */
export function u8At(at: i32): i32 {
  return load<u8>(at);
}

/** The two bytes at an address, in network byte order: 0 to 65,535. */
export function u16At(at: i32): i32 {
  return bswap<u16>(load<u16>(at));
}

/** The four bytes at an address, in network byte order; negative from 2^31 on. */
export function i32At(at: i32): i32 {
  return bswap<i32>(load<i32>(at));
}
