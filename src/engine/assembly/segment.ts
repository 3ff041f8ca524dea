/** Bytes that can be under way at most: the largest window (RFC 7323 section 2.3). */
export const MAX_WINDOW: i32 = 1 << 30;

/** One segment of a batch as the decoder wrote it; ../segment.ts says what the fields mean. */
@unmanaged
export class Segment {
  /** Nanoseconds from the first packet's second on. */
  time: f64;
  sec: f64;
  index: f64;
  nanos: i32;
  kind: i32;
  /** Of addresses and ports (follow/hash.ts). */
  hash: i32;
  family: i32;
  src0: i32;
  src1: i32;
  src2: i32;
  src3: i32;
  dst0: i32;
  dst1: i32;
  dst2: i32;
  dst3: i32;
  ttl: i32;
  ipId: i32;
  fragment: i32;
  fragmentOffset: i32;
  trafficClass: i32;
  flowLabel: i32;
  vlan: i32;
  srcPort: i32;
  dstPort: i32;
  seq: i32;
  ack: i32;
  flags: i32;
  window: i32;
  length: i32;
  headerLength: i32;
  optionsAt: i32;
  hasTimestamp: i32;
  tsVal: i32;
  tsEcr: i32;
  mtu: i32;
}
