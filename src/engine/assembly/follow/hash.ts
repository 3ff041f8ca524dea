import { Segment } from "../segment";

/** The same number for both directions: sums do not change when source and destination are swapped. */
export function hashOf(segment: Segment, domain: i32): i32 {
  let src = segment.src0;
  let dst = segment.dst0;
  if (segment.family === 6) {
    src ^= foldRest(segment.src1, segment.src2, segment.src3);
    dst ^= foldRest(segment.dst1, segment.dst2, segment.dst3);
  }
  const from = mix(src ^ (segment.srcPort * 0x9e3779b1));
  const to = mix(dst ^ (segment.dstPort * 0x9e3779b1));
  return from + to + domain * 0x85ebca6b;
}

/** The words of an IPv6 address after the first. */
function foldRest(w1: i32, w2: i32, w3: i32): i32 {
  return (w1 * 0x27d4eb2f) ^ (w2 * 0x165667b1) ^ (w3 * 0x2c1b3c6d);
}

/** Finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: i32): i32 {
  let hash = value;
  hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}
