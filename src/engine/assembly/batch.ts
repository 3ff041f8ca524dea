import { BLOCK_BYTES, BLOCKS, HEADROOM } from "../blocks";
import * as DECODED from "../decoded";
import { BATCH, SEGMENT_WORDS, SKIP_REASONS } from "../layout";
import { decode } from "./decode/decoder";
import { Segment } from "./segment";

const SEGMENT_BYTES: usize = SEGMENT_WORDS << 2;

const segments: usize = memory.data(BATCH * SEGMENT_WORDS * 4, 64);
/** How many packets were left out, by reason, as doubles. */
const skipped: usize = memory.data(SKIP_REASONS * 8, 8);
/** Where the caller puts the bytes of a capture: one block behind the other. */
let frames: usize = 0;
let waiting: i32 = 0;
let packets: f64 = 0;
let firstSec: f64 = 0;
let decap: bool = false;

/** Places the blocks of captures at an address; returns the first one behind them. */
export function placeFrames(address: usize): usize {
  frames = address;
  return address + BLOCKS * (HEADROOM + BLOCK_BYTES);
}

/** Whether IPIP, GRE, VXLAN and GENEVE headers are taken off. */
export function takeTunnelsOff(off: bool): void {
  decap = off;
}

/** Address of the blocks of captures, in bytes. */
export function framesAddress(): usize {
  return frames;
}

/** Address of segment 0 of the batch, in bytes; each is SEGMENT_WORDS words. */
export function batchAddress(): usize {
  return segments;
}

/** Address of the counts of packets that were left out, in bytes: a double for each reason. */
export function skippedAddress(): usize {
  return skipped;
}

/** Packets that came, those included that were left out. */
export function packetCount(): f64 {
  return packets;
}

/** Seconds since the Unix epoch of the first packet; all times in the records count from there. */
export function baseSecond(): f64 {
  return firstSec;
}

/** A segment of the batch by its number from 0, below BATCH. */
export function segmentAt(index: i32): Segment {
  return changetype<Segment>(segments + <usize>index * SEGMENT_BYTES);
}

/** Segments that wait to be taken in. */
export function waitingSegments(): i32 {
  return waiting;
}

/** The batch begins anew; returns how many segments it holds until then. */
export function closeBatch(): i32 {
  const count = waiting;
  waiting = 0;
  return count;
}

/** Decodes one frame into the first place of the batch; what is not in it is 0, whatever was decoded before. */
export function decodeFrame(at: u32, captured: u32, original: u32, linkType: i32): i32 {
  memory.fill(segments, 0, SEGMENT_BYTES);
  return decode(at, captured, original, linkType, segmentAt(0), decap);
}

/** Decodes a packet into the batch, which must not be full. */
export function addPacket(
  at: u32,
  captured: u32,
  original: u32,
  linkType: i32,
  sec: f64,
  nanos: i32,
): void {
  const segment = segmentAt(waiting);
  const decoded = decode(at, captured, original, linkType, segment, decap);
  if (packets === 0) firstSec = sec;
  segment.index = packets;
  packets += 1;
  if (decoded > DECODED.FRAGMENT) {
    skip(decoded);
    return;
  }
  segment.kind = decoded;
  segment.sec = sec;
  segment.nanos = nanos;
  waiting++;
}

/** Counts a packet that is left out. */
export function skip(reason: i32): void {
  const at = skipped + ((<usize>reason) << 3);
  store<f64>(at, load<f64>(at) + 1);
}
