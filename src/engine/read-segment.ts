import type { Records } from "./records.js";
import type { Segment } from "./segment.js";

/** Fills a segment with the words that the engine keeps of one (assembly/segment.ts), which begin at word `at`. */
export function readSegment(segment: Segment, { words, doubles }: Records, at: number): void {
  segment.sec = doubles[(at >>> 1) + 1] as number;
  segment.index = doubles[(at >>> 1) + 2] as number;
  segment.nanos = words[at + 6] as number;
  segment.kind = words[at + 7] as number;
  segment.family = words[at + 9] as number;
  segment.src0 = words[at + 10] as number;
  segment.src1 = words[at + 11] as number;
  segment.src2 = words[at + 12] as number;
  segment.src3 = words[at + 13] as number;
  segment.dst0 = words[at + 14] as number;
  segment.dst1 = words[at + 15] as number;
  segment.dst2 = words[at + 16] as number;
  segment.dst3 = words[at + 17] as number;
  segment.ttl = words[at + 18] as number;
  segment.ipId = words[at + 19] as number;
  segment.fragment = words[at + 20] as number;
  segment.fragmentOffset = words[at + 21] as number;
  segment.trafficClass = words[at + 22] as number;
  segment.flowLabel = words[at + 23] as number;
  segment.vlan = words[at + 24] as number;
  segment.srcPort = words[at + 25] as number;
  segment.dstPort = words[at + 26] as number;
  segment.seq = words[at + 27] as number;
  segment.ack = words[at + 28] as number;
  segment.flags = words[at + 29] as number;
  segment.window = words[at + 30] as number;
  segment.length = words[at + 31] as number;
  segment.headerLength = words[at + 32] as number;
  segment.optionsAt = words[at + 33] as number;
  segment.hasTimestamp = words[at + 34] as number;
  segment.tsVal = words[at + 35] as number;
  segment.tsEcr = words[at + 36] as number;
  segment.mtu = words[at + 37] as number;
}
