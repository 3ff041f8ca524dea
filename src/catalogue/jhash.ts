import { Address4, Address6 } from "ip-address";
import { familyOf } from "../core/index.js";
import type { Flow } from "./hop-choice.js";

const INITIAL = 0xdeadbeef;
const BLOCK = 12;

/**
 * Bob Jenkins' lookup3 as the kernel has it on a little-endian machine (include/linux/jhash.h, jhash()): unsigned 32 bits.
 */
export function jhash(bytes: Uint8Array, seed: number): number {
  const { length } = bytes;
  const padded = new Uint8Array(Math.max(BLOCK, Math.ceil(length / BLOCK) * BLOCK));
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  let a = (INITIAL + length + seed) | 0;
  let b = a;
  let c = a;
  let at = 0;
  const take = () => {
    a = (a + view.getInt32(at, true)) | 0;
    b = (b + view.getInt32(at + 4, true)) | 0;
    c = (c + view.getInt32(at + 8, true)) | 0;
  };
  for (; length - at > BLOCK; at += BLOCK) {
    take();
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
  }
  if (length === 0) return c >>> 0;
  take();
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

/**
 * The number that `jhash ip saddr . tcp sport mod N seed S` gives in nft, 0 to N-1: fields of a concatenation are padded
 * to 32 bits, and the hash is scaled to the range instead of taking a remainder (net/netfilter/nft_hash.c,
 * reciprocal_scale).
 */
export function nftJhash({ source, sourcePort }: Flow, mod: number, seed: number): number {
  const address = addressBytes(source);
  const key = new Uint8Array(address.length + 4);
  key.set(address);
  new DataView(key.buffer).setUint16(address.length, sourcePort);
  return Math.floor((jhash(key, seed) * mod) / 2 ** 32);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function addressBytes(address: string): Uint8Array {
  if (familyOf(address) === 4) return Uint8Array.from(new Address4(address).toArray());
  // The library leaves leading zeros out.
  const significant = new Address6(address).toUnsignedByteArray();
  const bytes = new Uint8Array(16);
  bytes.set(significant, 16 - significant.length);
  return bytes;
}
