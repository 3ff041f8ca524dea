import * as CONNECTION from "../../connection-bits";
import * as FLAG from "../../flags";
import { NO_ID } from "../../layout";
import * as RESET from "../../reset-bits";
import * as SIDE from "../../side-bits";
import { MAX_WINDOW, Segment } from "../segment";
import { Connection } from "./connection";
import { hasLabel, roundTripUs } from "./notes";
import { ackChanged, copyTtlOf, hasTtl, isBelowStart, Side } from "./side";

const BARE_HEADER: i32 = 20;
/** Silence, in microseconds and in round trips of the handshake, after which a RST is no answer to what came before it. */
const UNASKED_US: i32 = 3_000_000;
const UNASKED_ROUND_TRIPS: i32 = 4;
/** Who has more to send, and may, does so within two round trips; so long where these are shorter. */
const SENDING_US: i32 = 100_000;
/** Bytes of two segments of an Ethernet: what is answered at once seldom has more. */
const BURST: i32 = 2920;

/** What a RST looks like and what its connection had come to, as bits of RESET. */
export function factsOf(connection: Connection, me: Side, peer: Side, segment: Segment): i32 {
  const shape = shapeOf(me, peer, segment);
  let facts = shape | pastOf(connection, me, peer, segment);
  if (!comesLate(connection, peer, segment)) return facts;
  if (shape & RESET.SEQ_IS_ACK) facts |= RESET.UNASKED;
  if (isDeaf(me, peer, segment)) facts |= RESET.HEARD_NOTHING;
  return facts;
}

/**
 * Whether a RST's sender had not heard the other side's last packet, by the clock that it echoes: a host that had
 * acknowledged all before it takes its TSval (RFC 7323 section 4.3).
 */
function isDeaf(me: Side, peer: Side, segment: Segment): bool {
  const hasClocks = segment.hasTimestamp === 1 && (peer.facts & SIDE.HAS_TSVAL) !== 0;
  const isAnswer = peer.lastTime > me.lastTime && peer.ackSeq === peer.lastSeq;
  if (!hasClocks || !isAnswer || (peer.facts & SIDE.REPEATING) !== 0) return false;
  return segment.tsEcr !== 0 && peer.tsVal - segment.tsEcr > 0;
}

/** What the RST itself looks like. */
function shapeOf(me: Side, peer: Side, segment: Segment): i32 {
  let facts = 0;
  if (segment.flags & FLAG.ACK) facts |= RESET.ACK_FLAG;
  if (segment.window === 0) facts |= RESET.WINDOW_0;
  if (segment.headerLength === BARE_HEADER && segment.length === 0) facts |= RESET.BARE;
  if (segment.ipId === 0 || segment.ipId === NO_ID) facts |= RESET.IP_ID_0;
  if (hasTtl(me, segment.ttl) || (segment.ttl !== 0 && copyTtlOf(me) === segment.ttl)) {
    facts |= RESET.TTL_KNOWN;
  }
  // Of more TTLs than are kept, one of the others may be the RST's.
  else if (me.ttls !== 0 && (me.facts & SIDE.MANY_TTLS) === 0) {
    facts |= RESET.TTL_KNOWN | RESET.TTL_NEW;
  }
  if (me.ttls !== 0 && !hasLabel(me, segment)) facts |= RESET.OTHER_LABEL;
  if (knowsClock(me, segment)) facts |= RESET.KNOWS_CLOCK;
  if (isEarlierAck(me, peer, segment.seq)) facts |= RESET.SEQ_IS_ACK;
  if (me.packets > 0 && segment.seq === me.lastSeq) facts |= RESET.SEQ_IS_NEXT;
  const unexplained =
    (facts & (RESET.ACK_FLAG | RESET.SEQ_IS_ACK | RESET.WINDOW_0)) === RESET.WINDOW_0;
  if (unexplained && isBeyondCaptured(me, peer, segment.seq)) facts |= RESET.BEYOND_CAPTURED;
  return facts;
}

function knowsClock(me: Side, segment: Segment): bool {
  const hasClocks = segment.hasTimestamp === 1 && (me.facts & SIDE.HAS_TSVAL) !== 0;
  return hasClocks && segment.tsVal - me.tsVal >= 0;
}

/**
 * Whether a RST of this number can answer a segment only that the capture lacks: one that acknowledged more than those
 * captured, or what the capture lacks as well.
 */
function isBeyondCaptured(me: Side, peer: Side, seq: i32): bool {
  if (me.ttls === 0 || peer.packets === 0 || hasSentFin(me, peer.lastAck)) return false;
  const ahead = seq - me.lastSeq;
  const isUnacked = (peer.facts & SIDE.HAS_ACK) !== 0 && seq - peer.lastAck > 0;
  return (ahead >= 0 || isUnacked) && ahead < MAX_WINDOW;
}

/**
 * Whether a sequence number is an acknowledgement number that the other side has sent. The last three are known; an
 * older one must lie in what that side has acknowledged: after a burst the answer to an early stray segment comes late.
 */
export function isEarlierAck(me: Side, peer: Side, seq: i32): bool {
  if ((peer.facts & SIDE.HAS_ACK) === 0) return false;
  if (seq === peer.lastAck || seq === peer.olderAck0 || seq === peer.olderAck1) return true;
  return !isBelowStart(me, seq - 1) && peer.lastAck - seq > 0;
}

/** Whether a side has sent its FIN. One number beyond what was captured of it that is acknowledged is a FIN, too. */
export function hasSentFin(side: Side, ack: i32): bool {
  if (side.facts & SIDE.FIN_SENT) return true;
  return (side.facts & SIDE.SYN_SENT) !== 0 && ack - side.contiguous === 1;
}

/** What the connection had come to. */
function pastOf(connection: Connection, me: Side, peer: Side, segment: Segment): i32 {
  let facts = 0;
  if (hasSentFin(me, peer.lastAck)) facts |= RESET.SENDER_HAD_FIN;
  if (peer.facts & SIDE.FIN_SENT) facts |= RESET.OTHER_HAD_FIN;
  if (hasUnacked(peer)) {
    // Of a side that sent nothing but RSTs nobody knows what it has acknowledged.
    if (me.ttls !== 0) facts |= RESET.UNACKED_DATA;
    if (peer.lastDataAck === segment.seq) {
      facts |= RESET.ANSWERS_DATA;
      if (mayHaveMore(connection, me, peer, segment)) facts |= RESET.MORE_TO_SEND;
      if (peer.facts & SIDE.LAST_FRAGMENTED) facts |= RESET.ANSWERS_FRAGMENT;
    }
  }
  const began = (connection.flags & (CONNECTION.SYN_SEEN | CONNECTION.SYN_ACK_SEEN)) !== 0;
  const acked = ackChanged(me) || ackChanged(peer) || !isBelowStart(peer, peer.ackSeq - 2);
  const sentMore = me.ttls !== 0 && segment.seq - me.lastSeq > 0;
  if (began && me.bytes === 0 && !acked && !sentMore) {
    facts |= peer.bytes === 0 ? RESET.HANDSHAKE : RESET.FIRST_DATA;
  }
  return facts;
}

/**
 * Whether a side may have had more to send when its RST came: the other side had closed its window, or was acknowledging a
 * burst that lasted until then. A program that closes there leaves its FIN waiting, and its host answers payload with a RST
 * as one without a socket (kernel tcp_input.c tcp_rcv_state_process, TCP_FIN_WAIT1).
 */
function mayHaveMore(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  if (peer.zeroWindows > 0) return true;
  // Had it sent an ack alone since its payload, it would have had nothing to send with that.
  if (me.lastDataAck !== me.lastAck || peer.lastAck - peer.olderAck1 <= BURST) return false;
  return roundTripUs(me, segment) <= max(SENDING_US, 2 * connection.handshakeUs);
}

/** Whether a side has sent payload that the other one has not acknowledged. */
export function hasUnacked(side: Side): bool {
  return side.bytes > 0 && payloadEndOf(side) - side.ackSeq > 0;
}

/** Number after the payload that a side has sent. */
export function payloadEndOf(side: Side): i32 {
  return side.facts & SIDE.FIN_SENT ? side.finSeq - 1 : side.lastSeq;
}

/**
 * Whether a RST cannot answer what was captured of the other side: a host without a socket sends it when a segment arrives
 * (RFC 9293 section 3.5.2), so a round trip after that was sent.
 */
function comesLate(connection: Connection, peer: Side, segment: Segment): bool {
  if (peer.packets === 0) return false;
  const limit = max(UNASKED_US, UNASKED_ROUND_TRIPS * min(connection.handshakeUs, UNASKED_US * 10));
  return roundTripUs(peer, segment) > limit;
}
