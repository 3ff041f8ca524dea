import { FLAG, NO_ID, type Segment } from "../packet/index.js";
import type { ConnectionView } from "./connection-view.js";
import { CONNECTION, SIDE, UNKNOWN } from "./layout.js";
import type { SideView } from "./side-view.js";

export const NANOS_PER_MS = 1e6;
export const NANOS_PER_US = 1e3;
const MAX_INT32 = 0x7fffffff;
/** TSval steps back beyond this are another clock, not reordering (1 s at the usual 1 kHz). */
const CLOCK_SLACK = 1000;
/** ECN field of the traffic class (RFC 3168 section 5). */
export const ECN_BITS = 0x03;

/** A difference of times as a whole number of units that fits a word. */
export function delayIn(nanosPerUnit: number, nanos: number): number {
  return Math.min(MAX_INT32, Math.max(0, Math.floor(nanos / nanosPerUnit)));
}

/** Notes what a segment says of the path and the host that it came from: TTL, IP id, clock, flow label. */
export function notePath(me: SideView, segment: Segment): void {
  const isFirst = me.packets === 0;
  // A RST may come from another host than the one whose address it bears: its marks are kept with the RST.
  if (segment.flags & FLAG.RST) return;
  if (!hasTtl(me, segment.ttl)) addTtl(me, segment.ttl);
  if (segment.ipId === 0) me.facts |= SIDE.IP_ID_ZERO;
  else if (segment.ipId !== NO_ID) me.facts |= SIDE.IP_ID_SET;
  if (segment.hasTimestamp === 1) noteClock(me, segment.tsVal);
  const label = labelOf(segment);
  if (isFirst) me.label = label;
  else if (me.label !== label) me.facts |= SIDE.LABEL_CHANGED;
  if ((segment.trafficClass & ECN_BITS) !== 0) me.facts |= SIDE.SENT_ECT;
}

/** What a router may hash or route by beside addresses and ports: IPv6 flow label, IPv4 DSCP. */
export function labelOf(segment: Segment): number {
  return segment.family === 6 ? segment.flowLabel : segment.trafficClass & ~ECN_BITS;
}

/** Whether a TTL was seen from this side. */
export function hasTtl(side: SideView, ttl: number): boolean {
  const ttls = side.ttls;
  return (
    ttl !== 0 &&
    ((ttls & 0xff) === ttl ||
      ((ttls >>> 8) & 0xff) === ttl ||
      ((ttls >>> 16) & 0xff) === ttl ||
      ttls >>> 24 === ttl)
  );
}

/** The distinct TTLs of a side, in order of appearance. */
export function ttlsOf(side: SideView): number[] {
  const ttls = side.ttls;
  return [ttls & 0xff, (ttls >>> 8) & 0xff, (ttls >>> 16) & 0xff, ttls >>> 24].filter((t) => t > 0);
}

function addTtl(side: SideView, ttl: number): void {
  const ttls = side.ttls;
  for (let shift = 0; shift < 32; shift += 8) {
    if (((ttls >>> shift) & 0xff) === 0) {
      side.ttls = ttls | (ttl << shift);
      return;
    }
  }
  side.facts |= SIDE.MANY_TTLS;
}

/** Notes a TSval; one that is far below the last one comes from another clock. */
export function noteClock(me: SideView, tsVal: number): void {
  if (me.facts & SIDE.HAS_TSVAL && ((tsVal - me.tsVal) | 0) < -CLOCK_SLACK) {
    me.facts |= SIDE.CLOCK_WENT_BACK;
  }
  me.facts |= SIDE.HAS_TSVAL;
  me.tsVal = tsVal;
}

/** Notes SYN and SYN-ACK: who opened, with which number, how long the answer took. */
export function noteSyn(
  connection: ConnectionView,
  me: SideView,
  peer: SideView,
  segment: Segment,
): void {
  if (segment.flags & FLAG.ACK) {
    const first = (connection.flags & CONNECTION.SYN_ACK_SEEN) === 0;
    if (first) {
      connection.flags |= CONNECTION.SYN_ACK_SEEN;
      if (me.side === 1) connection.flags |= CONNECTION.SYN_ACK_FROM_1;
      const answers = (peer.facts & SIDE.SYN_SENT) !== 0;
      connection.handshakeUs = answers
        ? delayIn(NANOS_PER_US, segment.time - peer.lastTime)
        : UNKNOWN;
    } else if (me.facts & SIDE.SYN_SENT && me.isn !== segment.seq) {
      connection.flags |= CONNECTION.SYN_ACKS_DIFFER;
    }
  } else {
    if ((connection.flags & CONNECTION.SYN_SEEN) === 0) {
      connection.flags |= CONNECTION.SYN_SEEN;
      if (me.side === 1) connection.flags |= CONNECTION.SYN_FROM_1;
    }
    if ((segment.flags & (FLAG.ECE | FLAG.CWR)) === (FLAG.ECE | FLAG.CWR)) {
      me.facts |= SIDE.ASKED_ECN;
    }
  }
  me.facts |= SIDE.SYN_SENT;
  me.isn = segment.seq;
}

/** Notes acks and payload; `isRetry` when all of the segment's numbers had been sent before. */
export function noteSending(
  connection: ConnectionView,
  me: SideView,
  peer: SideView,
  segment: Segment,
  isRetry: boolean,
): void {
  if (isRetry) {
    me.retries++;
    me.tailRetries = me.facts & SIDE.REPEATING ? me.tailRetries + 1 : 1;
    me.facts |= SIDE.REPEATING;
    const told = me.side === 0 ? CONNECTION.TOO_BIG_TO_0 : CONNECTION.TOO_BIG_TO_1;
    if (connection.flags & told && segment.length + segment.headerLength + 20 > connection.mtu) {
      me.facts |= SIDE.IGNORED_TOO_BIG;
    }
  } else {
    me.idleMs = delayIn(NANOS_PER_MS, segment.time - connection.lastTime);
    if (segment.length > 0) me.facts &= ~SIDE.REPEATING;
  }
  if (segment.flags & FLAG.ACK) noteAck(me, peer, segment.ack);
  if (segment.length > 0) {
    me.bytes += segment.length;
    me.lastDataAck = segment.ack;
    if (segment.fragment) me.facts |= SIDE.LAST_FRAGMENTED;
    else me.facts &= ~SIDE.LAST_FRAGMENTED;
  }
  noteEstablished(connection, me, segment);
}

/** An ack of the side that opened completes the handshake. */
export function noteEstablished(connection: ConnectionView, me: SideView, segment: Segment): void {
  if ((connection.flags & CONNECTION.SYN_ACK_SEEN) === 0) return;
  if ((segment.flags & (FLAG.SYN | FLAG.ACK)) !== FLAG.ACK) return;
  if (openerSide(connection) === me.side) connection.flags |= CONNECTION.ESTABLISHED;
}

/** Repetitions since the last new data. */
export function tailRetriesOf(side: SideView): number {
  return side.facts & SIDE.REPEATING ? side.tailRetries : 0;
}

/** The side that opened, as far as SYN or SYN-ACK tell; -1 where neither was seen. */
export function openerSide(connection: ConnectionView): number {
  const flags = connection.flags;
  if (flags & CONNECTION.SYN_SEEN) return flags & CONNECTION.SYN_FROM_1 ? 1 : 0;
  if (flags & CONNECTION.SYN_ACK_SEEN) return flags & CONNECTION.SYN_ACK_FROM_1 ? 0 : 1;
  return -1;
}

/** Notes an ack field. */
export function noteAck(me: SideView, peer: SideView, ack: number): void {
  if (me.facts & SIDE.HAS_ACK && me.lastAck !== ack) {
    // Progress of the other side's stream: what it repeated until now has arrived.
    if (((ack - me.lastAck) | 0) > 0) peer.facts &= ~SIDE.REPEATING;
    me.olderAck1 = me.olderAck0;
    me.olderAck0 = me.lastAck;
  } else if ((me.facts & SIDE.HAS_ACK) === 0) {
    me.olderAck0 = ack;
    me.olderAck1 = ack;
  }
  me.facts |= SIDE.HAS_ACK;
  me.lastAck = ack;
}
