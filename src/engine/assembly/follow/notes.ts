import * as CONNECTION from "../../connection-bits";
import * as FLAG from "../../flags";
import { NO_ID, UNKNOWN } from "../../layout";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, openerSide } from "./connection";
import { noteAnswer, noteAsking, noteRetry } from "./repeats";
import { hasTtl, numberOf, Side } from "./side";
import { noteBothTtls } from "./ways";

export const NANOS_PER_MS: f64 = 1e6;
export const NANOS_PER_US: f64 = 1e3;
const MAX_INT32: f64 = 0x7fffffff;
/** TSval steps back beyond this are another clock, not reordering: 1 s of the fastest clock, 1 MHz (Linux's tcp_usec_ts). */
const CLOCK_SLACK: i32 = 1_000_000;
/** Bytes of the IP headers, without options and extensions. */
const IPV4_HEADER: i32 = 20;
const IPV6_HEADER: i32 = 40;
/** ECN field of the traffic class (RFC 3168 section 5). */
export const ECN_BITS = 0x03;
const IP_ID_SHIFT: i32 = 16;
/** Of a side's `label`, in IPv4. */
const CLASS_BITS: i32 = 0xff;
/** What stands there for the IP id is a print: the last segment had none. */
const PRINTED: i32 = 1 << 8;
/** The same in IPv6, which has no IP id; above them stands a print of the last segment. */
const FLOW_LABEL_BITS: i32 = 0xfffff;
const DSCP_SHIFT: i32 = 12;
const PRINT_SHIFT: i32 = 20;
/** Half of what a TSval can count passes in this time with the fastest clock, 1 MHz; then it has gone back, too. */
const CLOCK_TURN: f64 = 0x7fffffff * NANOS_PER_US;

/** A difference of times as a whole number of units that fits a word. */
export function delayIn(nanosPerUnit: f64, nanos: f64): i32 {
  return <i32>Math.min(MAX_INT32, Math.max(0, Math.floor(nanos / nanosPerUnit)));
}

/** Microseconds from a side's last segment to what answers it; UNKNOWN where the clock was set back between. */
export function roundTripUs(side: Side, answer: Segment): i32 {
  const nanos = answer.time - side.lastTime;
  return nanos < 0 ? UNKNOWN : delayIn(NANOS_PER_US, nanos);
}

/** Notes what a segment says of the path and the host that it came from: TTL, IP id, clock, flow label. */
export function notePath(me: Side, segment: Segment): void {
  // A RST may come from another host than the one whose address it bears: its marks are kept with the RST.
  if (segment.flags & FLAG.RST) return;
  const isFirst = me.packets === 0;
  if (!hasTtl(me, segment.ttl)) addTtl(me, segment.ttl);
  if (segment.ipId === 0) me.facts |= SIDE.IP_ID_ZERO;
  else if (segment.ipId !== NO_ID) me.facts |= SIDE.IP_ID_SET;
  if (segment.hasTimestamp === 1) noteClock(me, segment);
  if (isFirst) me.label = labelOf(segment);
  else if (!hasLabel(me, segment)) me.facts |= SIDE.LABEL_CHANGED;
  noteIpId(me, segment);
  if (segment.trafficClass & ECN_BITS && (segment.flags & FLAG.SYN) === 0) {
    me.facts |= SIDE.SENT_ECT;
  }
}

/** What a router may hash or route by beside addresses and ports: the DSCP, in IPv6 mixed into the flow label. */
export function labelOf(segment: Segment): i32 {
  const dscp = segment.trafficClass & ~ECN_BITS;
  return segment.family === 6 ? segment.flowLabel ^ (dscp << DSCP_SHIFT) : dscp;
}

/** Whether a segment has the label of its side's first one. */
export function hasLabel(me: Side, segment: Segment): bool {
  const different = me.label ^ labelOf(segment);
  return (different & (segment.family === 6 ? FLOW_LABEL_BITS : CLASS_BITS)) === 0;
}

/**
 * Keeps what tells a side's last segment from others, its IP id, and whether the side numbers its packets; without an IP id
 * a print of the segment.
 */
export function noteIpId(me: Side, segment: Segment): void {
  if (segment.family === 6) {
    me.label = (me.label & FLOW_LABEL_BITS) | (printOf(segment, PRINT_SHIFT) << PRINT_SHIFT);
    return;
  }
  if (segment.ipId === 0) {
    const print = printOf(segment, IP_ID_SHIFT);
    me.label = (me.label & CLASS_BITS) | PRINTED | (print << IP_ID_SHIFT);
    return;
  }
  const last = lastIpId(me);
  if (last !== 0 && segment.ipId !== last) me.facts |= SIDE.NUMBERS_PACKETS;
  me.label = (me.label & CLASS_BITS) | (segment.ipId << IP_ID_SHIFT);
}

/** Whether a segment is its side's last one again, by its IP id: a host numbers what it sends again anew. */
export function hasLastIpId(me: Side, segment: Segment): bool {
  const numbers = (me.facts & SIDE.NUMBERS_PACKETS) !== 0 && segment.ipId > 0;
  return numbers && segment.ipId === lastIpId(me);
}

/** Whether a segment is later than its side's last one, by its IP id: a host that numbers its packets counts on. */
export function hasLaterIpId(me: Side, segment: Segment): bool {
  const last = lastIpId(me);
  const numbers = (me.facts & SIDE.NUMBERS_PACKETS) !== 0 && segment.ipId > 0 && last > 0;
  const ahead = (segment.ipId - last) & 0xffff;
  return numbers && ahead > 0 && ahead < 0x8000;
}

/** The IP id of a side's last segment in IPv4; 0 where it had none. */
function lastIpId(me: Side): i32 {
  return me.label & PRINTED ? 0 : me.label >>> IP_ID_SHIFT;
}

/** Whether a segment without an IP id is very likely its side's last one again, or the same sent anew. */
export function hasLastPrint(me: Side, segment: Segment): bool {
  if (segment.family === 6) return printOf(segment, PRINT_SHIFT) === me.label >>> PRINT_SHIFT;
  const haveNone = segment.ipId === 0 && (me.label & PRINTED) !== 0;
  return haveNone && printOf(segment, IP_ID_SHIFT) === me.label >>> IP_ID_SHIFT;
}

/** The bits from `shift` on of what depends on numbers, length and clock of a segment. */
function printOf(segment: Segment, shift: i32): i32 {
  const clock = segment.hasTimestamp === 1 ? segment.tsVal : 0;
  const hash = (segment.seq ^ (segment.ack * 31)) + segment.length * 961 + clock * 29791;
  return (hash * 0x9e3779b1) >>> shift;
}

function addTtl(side: Side, ttl: i32): void {
  const ttls = side.ttls;
  const end = side.facts & SIDE.COPY_TTL ? SIDE.COPY_TTL_SHIFT : 32;
  for (let shift = 0; shift < end; shift += 8) {
    const known = (ttls >>> shift) & 0xff;
    if (known === 0) {
      side.ttls = ttls | (ttl << shift);
      return;
    }
    noteBothTtls(side, known, ttl);
  }
  side.facts |= SIDE.MANY_TTLS;
}

/** Notes a TSval; one that is far below the last one comes from another clock, unless that may have gone round. */
export function noteClock(me: Side, segment: Segment): void {
  const tsVal = segment.tsVal;
  if (
    (me.facts & SIDE.HAS_TSVAL) !== 0 &&
    tsVal - me.tsVal < -CLOCK_SLACK &&
    segment.time - me.lastTime < CLOCK_TURN
  ) {
    me.facts |= SIDE.CLOCK_WENT_BACK;
  }
  me.facts |= SIDE.HAS_TSVAL;
  me.tsVal = tsVal;
}

/** Notes SYN and SYN-ACK: who opened, with which number, how long the answer took. */
export function noteSyn(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  if (segment.flags & FLAG.ACK) {
    if (segment.window === 0) connection.flags |= CONNECTION.PROXIED;
    const first = (connection.flags & CONNECTION.SYN_ACK_SEEN) === 0;
    if (first) {
      connection.flags |= CONNECTION.SYN_ACK_SEEN;
      if (numberOf(me) === 1) connection.flags |= CONNECTION.SYN_ACK_FROM_1;
      // Which of several SYNs it answers is not known (Karn's algorithm, RFC 6298 section 3).
      const answers = (peer.facts & SIDE.SYN_SENT) !== 0 && peer.retries === 0;
      connection.handshakeUs = answers ? roundTripUs(peer, segment) : UNKNOWN;
      // What was acknowledged before was another connection's.
      me.olderAck0 = me.lastAck;
      me.olderAck1 = me.lastAck;
    } else if ((me.facts & SIDE.SYN_SENT) !== 0 && me.isn !== segment.seq) {
      connection.flags |= CONNECTION.SYN_ACKS_DIFFER;
    }
  } else {
    if ((connection.flags & CONNECTION.SYN_SEEN) === 0) {
      connection.flags |= CONNECTION.SYN_SEEN;
      if (numberOf(me) === 1) connection.flags |= CONNECTION.SYN_FROM_1;
    }
    if (asksEcn(segment)) me.facts |= SIDE.ASKED_ECN;
  }
  me.facts |= SIDE.SYN_SENT;
  me.isn = segment.seq;
}

/** Notes acks and payload; `isRetry` when all of the segment's numbers had been sent before, `asks` of a keep-alive. */
export function noteSending(
  connection: Connection,
  me: Side,
  peer: Side,
  segment: Segment,
  isRetry: bool,
  asks: bool,
): void {
  if (peer.facts & SIDE.UNANSWERED) noteAnswer(me, peer, segment, !isRetry && !asks);
  if (isRetry) {
    me.retries++;
    noteRetry(me, segment);
    if (isTooBig(connection, me, segment)) me.facts |= SIDE.IGNORED_TOO_BIG;
  } else {
    me.idleMs = delayIn(NANOS_PER_MS, segment.time - connection.lastTime);
    if (asks) {
      noteAsking(me);
    } else if (segment.length > 0) me.facts &= ~SIDE.UNANSWERED;
  }
  if (segment.flags & FLAG.ACK) {
    if ((segment.flags & FLAG.FIN) === 0) noteAckAfterFin(me, peer, segment.ack);
    noteAck(me, peer, segment.ack);
  }
  if (segment.length > 0) {
    me.bytes += segment.length;
    me.lastDataAck = segment.ack;
    if (segment.fragment) me.facts |= SIDE.LAST_FRAGMENTED;
    else me.facts &= ~SIDE.LAST_FRAGMENTED;
  }
  noteEstablished(connection, me, segment);
}

/** Whether a SYN asks for ECN, with no codepoint of it in its own IP header (RFC 3168 section 6.1.1). */
export function asksEcn(syn: Segment): bool {
  const asked = (syn.flags & (FLAG.ECE | FLAG.CWR)) === (FLAG.ECE | FLAG.CWR);
  return asked && (syn.trafficClass & ECN_BITS) === 0;
}

/** Whether a router has told its sender that a packet of this size does not pass. */
function isTooBig(connection: Connection, me: Side, segment: Segment): bool {
  const told = numberOf(me) === 0 ? CONNECTION.TOO_BIG_TO_0 : CONNECTION.TOO_BIG_TO_1;
  if ((connection.flags & told) === 0) return false;
  const ipHeader = segment.family === 6 ? IPV6_HEADER : IPV4_HEADER;
  return ipHeader + segment.headerLength + segment.length > connection.mtu;
}

/**
 * At most one byte below the next number, where the other side has acknowledged everything (RFC 1122 section 4.2.3.6).
 * Linux asks a zero window in the same way.
 */
export function isKeepAlive(me: Side, segment: Segment): bool {
  if (segment.length > 1 || (segment.flags & (FLAG.SYN | FLAG.FIN)) !== 0) return false;
  const end = segment.seq + 1;
  return end === me.lastSeq && me.ackSeq - end >= 0;
}

/** An ack of the side that opened completes the handshake. */
export function noteEstablished(connection: Connection, me: Side, segment: Segment): void {
  if ((connection.flags & CONNECTION.SYN_ACK_SEEN) === 0) return;
  if ((segment.flags & (FLAG.SYN | FLAG.ACK)) !== FLAG.ACK) return;
  if (openerSide(connection) === numberOf(me)) connection.flags |= CONNECTION.ESTABLISHED;
}

/**
 * Notes whether a side that has sent its FIN acknowledges more payload: a host whose program is gone answers payload with a
 * RST instead (RFC 9293 section 3.6). To be called before `noteAck`, for segments after the FIN.
 */
export function noteAckAfterFin(me: Side, peer: Side, ack: i32): void {
  if ((me.facts & SIDE.FIN_SENT) === 0) return;
  const passesFin = (peer.facts & SIDE.FIN_SENT) !== 0 && ack - peer.finSeq >= 0;
  const payloadEnd = passesFin ? peer.finSeq - 1 : ack;
  if (payloadEnd - me.lastAck > 0) me.facts |= SIDE.ACKED_AFTER_FIN;
}

/** Notes an ack field. */
export function noteAck(me: Side, peer: Side, ack: i32): void {
  if ((me.facts & SIDE.HAS_ACK) !== 0 && me.lastAck !== ack) {
    // Progress of the other side's stream: what was sent again has passed.
    if (ack - me.lastAck > 0) peer.facts &= ~SIDE.IGNORED_TOO_BIG;
    me.olderAck1 = me.olderAck0;
    me.olderAck0 = me.lastAck;
  } else if ((me.facts & SIDE.HAS_ACK) === 0) {
    me.olderAck0 = ack;
    me.olderAck1 = ack;
  }
  me.facts |= SIDE.HAS_ACK;
  me.lastAck = ack;
}
