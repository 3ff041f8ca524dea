import { MAX_RECORD_BYTES, PCAP_RECORD_HEADER } from "../../blocks";
import { BATCH } from "../../layout";
import { addPacket, waitingSegments } from "../batch";

const HEADER: u32 = PCAP_RECORD_HEADER;
const LONGEST: u32 = MAX_RECORD_BYTES;
const NANOS_PER_SECOND: u64 = 1_000_000_000;

/**
 * Decodes the records of a classic pcap (draft-ietf-opsawg-pcap) in [from, to) into the batch until it is full.
 * @param swapped whether the file has the other byte order than this memory, which is little-endian
 * @param unit nanoseconds in a unit of its fractions of a second
 * @returns where it stopped: at the end, at a record that is not whole or too long, or behind the one that filled the batch
 */
export function readPcap(from: u32, to: u32, swapped: bool, unit: u32, linkType: i32): u32 {
  let at = from;
  while (to - at >= HEADER && waitingSegments() < BATCH) {
    const captured = wordAt(at + 8, swapped);
    if (captured > LONGEST || to - at - HEADER < captured) break;
    let sec: u64 = wordAt(at, swapped);
    let nanos: u64 = <u64>wordAt(at + 4, swapped) * unit;
    if (nanos >= NANOS_PER_SECOND) {
      sec += nanos / NANOS_PER_SECOND;
      nanos %= NANOS_PER_SECOND;
    }
    const original = wordAt(at + 12, swapped);
    const frame = at + HEADER;
    addPacket(frame, captured, original, linkType, <f64>sec, <i32>nanos);
    at = frame + captured;
  }
  return at;
}

function wordAt(at: u32, swapped: bool): u32 {
  const word = load<u32>(at);
  return swapped ? bswap<u32>(word) : word;
}
