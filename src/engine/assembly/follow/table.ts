import * as CONNECTION from "../../connection-bits";
import { RUNS_AT, SIDE_AT, SIDE_WORDS } from "../../layout";
import { segmentAt } from "../batch";
import { Segment } from "../segment";
import { Connection } from "./connection";
import { NONE, newConnection, recordAt, usedRecords } from "./records";

/** A slot holds a record's number plus one, and above it bits of the hash, which spare most looks at wrong records. */
const ID_BITS: i32 = 24;
const ID_MASK: i32 = (1 << ID_BITS) - 1;
const FIRST_SLOTS: i32 = 1 << 15;
/** Slots are touched all over, so that more of them than needed would cost memory and time. */
const SLOT_GROWTH: i32 = 4;

/** Address of the slots, 4 bytes each; 0 is a free slot. There is room for as many as will ever be needed. */
let slots: usize = 0;
let mask: i32 = FIRST_SLOTS - 1;
let filled: i32 = 0;
/** Slot that `find` looked at last. */
let slot: i32 = 0;
/** Side that sent the segment which `find` or `add` was called with. */
let direction: i32 = 0;

/** Places the slots at an address; returns the first one behind them. */
export function placeSlots(address: usize, most: i32): usize {
  slots = address;
  let count = FIRST_SLOTS;
  while (count / 2 <= most) count *= SLOT_GROWTH;
  return address + ((<usize>count) << 2);
}

/** Makes the slots zeroes. */
export function wipeSlots(): void {
  memory.fill(slots, 0, (<usize>mask + 1) << 2);
}

function slotAt(index: i32): usize {
  return slots + ((<usize>index) << 2);
}

/** The side, 0 or 1, that sent the segment which `find` or `add` was called with last. */
export function lastDirection(): i32 {
  return direction;
}

/**
 * Touches the slots that `find` will need for the first `count` segments of the batch. One after the other they would each
 * wait for memory; here the waits overlap.
 * @returns what it read, so that nothing optimises the reads away; it means nothing
 */
export function warmSlots(count: i32): i32 {
  let touched = 0;
  for (let index = 0; index < count; index++) touched ^= entryFor(segmentAt(index));
  return touched;
}

/** The same for the records behind those slots. */
export function warmRecords(count: i32): i32 {
  let touched = 0;
  for (let index = 0; index < count; index++) {
    const id = recordOf(entryFor(segmentAt(index)));
    if (id === NONE) continue;
    const at = changetype<usize>(recordAt(id));
    touched ^= load<i32>(at) ^ load<i32>(at, RUNS_AT << 2);
    touched ^= load<i32>(at, SIDE_AT << 2) ^ load<i32>(at, (SIDE_AT + SIDE_WORDS) << 2);
  }
  return touched;
}

function entryFor(segment: Segment): i32 {
  return load<i32>(slotAt(segment.hash & mask));
}

/** The number of the record that an entry is for, or NONE. */
function recordOf(entry: i32): i32 {
  return (entry & ID_MASK) - 1;
}

/** The record number of the newest connection of a segment's addresses and ports, or NONE. */
export function find(segment: Segment, domain: i32): i32 {
  const hash = segment.hash;
  const tag = hash & ~ID_MASK;
  let at = hash & mask;
  while (true) {
    const entry = load<i32>(slotAt(at));
    const id = recordOf(entry);
    if (id === NONE || ((entry & ~ID_MASK) === tag && matches(recordAt(id), segment, domain))) {
      slot = at;
      return id;
    }
    at = (at + 1) & mask;
  }
}

/** Adds a record for the segment that `find` was called with last; it replaces what `find` found. */
export function add(segment: Segment, domain: i32): i32 {
  const id = newConnection();
  const connection = recordAt(id);
  connection.flags = segment.family === 6 ? CONNECTION.IPV6 : 0;
  connection.ports = (segment.srcPort << 16) | segment.dstPort;
  connection.address0 = segment.src0;
  connection.address1 = segment.src1;
  connection.address2 = segment.src2;
  connection.address3 = segment.src3;
  connection.address4 = segment.dst0;
  connection.address5 = segment.dst1;
  connection.address6 = segment.dst2;
  connection.address7 = segment.dst3;
  connection.domain = domain;
  connection.hash = segment.hash;
  direction = 0;
  const before = recordOf(load<i32>(slotAt(slot)));
  store<i32>(slotAt(slot), (segment.hash & ~ID_MASK) | (id + 1));
  if (before !== NONE) recordAt(before).flags |= CONNECTION.REPLACED;
  else if (++filled * 2 > mask) {
    mask = (mask + 1) * SLOT_GROWTH - 1;
    rebuild();
  }
  return id;
}

/** Fills the slots anew from the records. */
export function rebuild(): void {
  wipeSlots();
  filled = 0;
  for (let id = 0; id < usedRecords(); id++) {
    const connection = recordAt(id);
    if (connection.flags & (CONNECTION.REPLACED | CONNECTION.NO_CONNECTION)) continue;
    const hash = connection.hash;
    let at = hash & mask;
    while (load<i32>(slotAt(at)) !== 0) at = (at + 1) & mask;
    store<i32>(slotAt(at), (hash & ~ID_MASK) | (id + 1));
    filled++;
  }
}

function matches(connection: Connection, segment: Segment, domain: i32): bool {
  if (connection.domain !== domain) return false;
  if (((connection.flags & CONNECTION.IPV6) !== 0) !== (segment.family === 6)) return false;
  const ports = connection.ports;
  if (
    ports === ((segment.srcPort << 16) | segment.dstPort) &&
    sameAddresses(segment, connection.address0, connection.address4) &&
    (segment.family === 4 || sameRest(segment, connection, 0, 16))
  ) {
    direction = 0;
    return true;
  }
  if (
    ports === ((segment.dstPort << 16) | segment.srcPort) &&
    sameAddresses(segment, connection.address4, connection.address0) &&
    (segment.family === 4 || sameRest(segment, connection, 16, 0))
  ) {
    direction = 1;
    return true;
  }
  return false;
}

function sameAddresses(segment: Segment, src: i32, dst: i32): bool {
  return src === segment.src0 && dst === segment.dst0;
}

/** The words of IPv6 addresses after the first; source and destination stand so many bytes behind the record's first. */
function sameRest(segment: Segment, connection: Connection, source: usize, dest: usize): bool {
  const src = changetype<usize>(connection) + source;
  const dst = changetype<usize>(connection) + dest;
  return (
    load<i32>(src, offsetof<Connection>("address1")) === segment.src1 &&
    load<i32>(src, offsetof<Connection>("address2")) === segment.src2 &&
    load<i32>(src, offsetof<Connection>("address3")) === segment.src3 &&
    load<i32>(dst, offsetof<Connection>("address1")) === segment.dst1 &&
    load<i32>(dst, offsetof<Connection>("address2")) === segment.dst2 &&
    load<i32>(dst, offsetof<Connection>("address3")) === segment.dst3
  );
}
