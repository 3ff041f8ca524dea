import * as CONNECTION from "../../connection-bits";
import * as DECODED from "../../decoded";
import * as FLAG from "../../flags";
import { STOP_BITS, STOP_FULL, STOP_OTHER, STOP_TAKEN } from "../../layout";
import * as SIDE from "../../side-bits";
import { baseSecond, segmentAt } from "../batch";
import { Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import { takeExpected } from "./expected";
import { hashOf } from "./hash";
import { takeAny } from "./intake";
import { takeOpening } from "./opening";
import { dataSent } from "./reassembly";
import { isFull, NONE, recordAt } from "./records";
import { beginsAnew } from "./reuse";
import { serverRank, WELL_KNOWN_RANK } from "./roles";
import { addToRuns, addToRunsLate } from "./runs";
import { Side, sideAt } from "./side";
import { add, find, lastDirection, warmRecords, warmSlots } from "./table";
import { flip } from "./zeek-history";

const NANOS_PER_SECOND: f64 = 1e9;
/** Live connections whose records stay in the caches of a processor: with so few, to touch them first takes longer. */
const CACHED_RECORDS: i32 = 20_000;

let vlansApart: bool = false;
let tellsNew: bool = false;
let taken: f64 = 0;
let current: i32 = NONE;
let isNew: bool = false;
/** Connections that have begun and not ended. */
let live: i32 = 0;

/** Equal addresses and ports in different VLANs are different connections. */
export function keepVlansApart(apart: bool): void {
  vlansApart = apart;
}

/** `take` comes back after the first segment of every connection. */
export function tellNewConnections(tell: bool): void {
  tellsNew = tell;
}

/** `take` comes back after every further segment of the connection that the last one was taken into. */
export function tellCurrent(): void {
  recordAt(current).flags |= CONNECTION.TOLD;
}

/** TCP segments that were taken in. */
export function takenSegments(): f64 {
  return taken;
}

/** The record of the segment that was taken in last. */
export function currentRecord(): i32 {
  return current;
}

/** Whether that segment was the first one of its connection. */
export function currentIsNew(): bool {
  return isNew;
}

function domainOf(segment: Segment): i32 {
  return vlansApart ? segment.vlan : 0;
}

/** Finds out whose the first `count` segments of the batch are; to be called before `take`. What it returns means nothing. */
export function prepare(count: i32): i32 {
  for (let index = 0; index < count; index++) {
    const segment = segmentAt(index);
    if (segment.kind === DECODED.FRAGMENT) continue;
    segment.hash = hashOf(segment, domainOf(segment));
    segment.time = (segment.sec - baseSecond()) * NANOS_PER_SECOND + <f64>segment.nanos;
  }
  return live > CACHED_RECORDS ? warmSlots(count) ^ warmRecords(count) : warmSlots(count);
}

/**
 * Takes in the segments [from, count) of the batch until one needs the caller.
 * @returns the number of that segment and why, as ../../layout.ts tells
 */
export function take(from: i32, count: i32): i32 {
  for (let index = from; index < count; index++) {
    const segment = segmentAt(index);
    if (segment.kind !== DECODED.TCP) return (index << STOP_BITS) | STOP_OTHER;
    const id = recordFor(segment);
    if (id === NONE) return (index << STOP_BITS) | STOP_FULL;
    const connection = recordAt(id);
    takeSegment(connection, segment);
    current = id;
    const isTold = (isNew && tellsNew) || (connection.flags & CONNECTION.TOLD) !== 0;
    if (isTold || segment.fragment === 1) return (index << STOP_BITS) | STOP_TAKEN;
  }
  return count << STOP_BITS;
}

/** The segment's connection, a new one where there is none or where its ports are used anew; NONE without room. */
function recordFor(segment: Segment): i32 {
  const domain = domainOf(segment);
  const found = find(segment, domain);
  isNew = false;
  if (found !== NONE) {
    if ((segment.flags & FLAG.SYN) === 0) return found;
    const connection = recordAt(found);
    const side = lastDirection();
    const me = sideAt(connection, side);
    if (!beginsAnew(connection, me, sideAt(connection, 1 - side), segment)) return found;
  }
  if (isFull()) return NONE;
  if (found !== NONE) noteGone(recordAt(found));
  isNew = true;
  const id = add(segment, domain);
  begin(recordAt(id), segment);
  return id;
}

/** Notes that no segment of a connection will come any more. */
export function noteGone(connection: Connection): void {
  if (!hasEnded(connection)) live--;
}

function begin(connection: Connection, segment: Segment): void {
  connection.startTime = segment.time;
  connection.startSec = segment.sec;
  connection.startNanos = segment.nanos;
  connection.startOrder = segment.index;
  connection.lastTime = segment.time;
  live++;
  const sender = serverRank(segment.srcPort);
  if (sender <= serverRank(segment.dstPort)) return;
  connection.flags |= CONNECTION.SERVICE_PORT_0;
  const opens = (segment.flags & (FLAG.SYN | FLAG.ACK)) === FLAG.SYN;
  if (sender >= WELL_KNOWN_RANK && !opens) flip(connection);
}

function takeSegment(connection: Connection, segment: Segment): void {
  taken += 1;
  const side = lastDirection();
  const me = sideAt(connection, side);
  const peer = sideAt(connection, 1 - side);
  const ended = hasEnded(connection);
  if (!takeExpected(connection, me, peer, segment) && !takeOpening(connection, me, peer, segment)) {
    takeAny(connection, me, peer, segment);
  }
  const ends = hasEnded(connection);
  if (ended !== ends) live += ends ? -1 : 1;
  if (ended && ends) addToRunsLate(connection, side, segment.flags);
  else addToRuns(connection, side, segment.flags);
  noteTaken(connection, me, segment);
}

/** What is noted of every segment once it was taken in, whichever way. */
export function noteTaken(connection: Connection, me: Side, segment: Segment): void {
  connection.lastTime = segment.time;
  me.packets++;
  if ((segment.flags & FLAG.RST) === 0) me.lastTime = segment.time;
}

/** Takes in the payload of a datagram's later fragment: `length` bytes from the sequence number `from` on. */
export function takeFragment(id: i32, side: i32, from: i32, length: i32): void {
  const me = sideAt(recordAt(id), side);
  const to = from + length;
  me.bytes += length;
  if (to - me.lastSeq > 0) me.lastSeq = to;
  dataSent(me, from, to);
}

/** Takes in a router's message that a segment of some connection is too big; the batch holds what it quotes. */
export function takeTooBig(index: i32): void {
  const connection = quotedBy(index);
  if (connection === null) return;
  const mtu = segmentAt(index).mtu;
  connection.flags |= lastDirection() === 0 ? CONNECTION.TOO_BIG_TO_0 : CONNECTION.TOO_BIG_TO_1;
  if (connection.mtu === 0 || mtu < connection.mtu) connection.mtu = mtu;
}

/** Takes in a message that a segment of some connection did not come to its end; the batch holds what it quotes. */
export function takeUnreachable(index: i32): void {
  const connection = quotedBy(index);
  if (connection !== null) sideAt(connection, lastDirection()).facts |= SIDE.UNREACHABLE;
}

/** The connection of the segment that an ICMP message quotes; `lastDirection` tells who had sent it. */
function quotedBy(index: i32): Connection | null {
  const segment = segmentAt(index);
  const found = find(segment, domainOf(segment));
  return found === NONE ? null : recordAt(found);
}
