import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import * as FLAG from "../../flags";
import { UNKNOWN } from "../../layout";
import * as RESET from "../../reset-bits";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, hasEnded, resetSide, resetTtlOf } from "./connection";
import { delayIn, NANOS_PER_MS, roundTripUs } from "./notes";
import { noteAnswer } from "./repeats";
import { factsOf, hasSentFin, hasUnacked, isEarlierAck, payloadEndOf } from "./reset-facts";
import { resumeRuns } from "./runs";
import {
  copyTtlOf,
  hasSentSynOnly,
  hasTtl,
  numberOf,
  Side,
  sideAt,
  stateOf,
  tailRetriesOf,
} from "./side";

/** Nanoseconds after which a RST has reached the other side, and what that side had sent before has passed. */
const RST_ARRIVED: f64 = 1e9;
/** What was seen of a life after the RST. */
const LIFE: i32 = CONNECTION.WENT_ON | CONNECTION.OTHER_WENT_ON;

/**
 * Takes in a RST before anything else of it is noted: the first one ends the connection, unless it answers a SYN with a
 * number that the SYN's sender would not accept (RFC 9293 section 3.10.7.3).
 */
export function noteRst(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  if (hasEnded(connection)) {
    noteRstCopy(connection, me, segment);
    return;
  }
  if (isFirstAnswerToSyn(me, peer)) {
    const refuses = acceptsRefusal(peer, segment);
    if (!refuses && (connection.flags & CONNECTION.STRAY_RST) !== 0) return;
    connection.flags |= refuses ? CONNECTION.ENDED_REFUSED : CONNECTION.STRAY_RST;
    keep(connection, me, peer, segment);
    return;
  }
  if (isPassedOver(me, peer, segment)) {
    notePassedOver(me, factsOf(connection, me, peer, segment));
    return;
  }
  connection.flags |= CONNECTION.ENDED_RESET;
  connection.flags &= ~LIFE;
  keep(connection, me, peer, segment);
}

/**
 * Notes the second copy of the RST that ended the connection: the first one had the TTL of other packets' second copies, and
 * was none, so that its sender is another one.
 */
function noteRstCopy(connection: Connection, me: Side, segment: Segment): void {
  const ttl = resetTtlOf(connection);
  if (ttl === 0 || ttl !== copyTtlOf(me) || hasTtl(me, ttl) || segment.ttl === ttl) return;
  // Both TTLs are known: the copies of this packet or another one changed places. Of three copies two are not kept.
  if (hasTtl(me, segment.ttl) || (me.facts & SIDE.MANY_TTLS) !== 0) return;
  const isSame = segment.seq === connection.resetSeq;
  if (isSame && segment.time - connection.resetTime < NANOS_PER_MS) {
    connection.resetFacts |= RESET.TTL_NEW;
  }
}

function isFirstAnswerToSyn(me: Side, peer: Side): bool {
  return hasSentSynOnly(peer) && (me.facts & (SIDE.SYN_SENT | SIDE.HAS_ACK)) === 0;
}

/** A refusal acknowledges exactly what the SYN sent. */
function acceptsRefusal(peer: Side, segment: Segment): bool {
  if ((segment.flags & FLAG.ACK) === 0) return false;
  const covered = segment.ack - peer.isn;
  return covered >= 1 && covered <= peer.lastSeq - peer.isn;
}

/**
 * Undoes an ending that was none: the opener takes up its handshake again after its own RST (an old socket of the same
 * ports had answered it), or both sides go on after a RST that the other end did not accept (RFC 5961 section 3.2).
 *
 * Who obeys a RST may have sent before it arrives, and another device may have answered that. So life is an ack beyond the
 * RST's number, or what was sent in knowledge of the RST: an ack of what its side sent after it, or new payload when the
 * RST had long arrived, and progress of its side after that.
 */
export function noteLifeAfterRst(
  connection: Connection,
  me: Side,
  peer: Side,
  segment: Segment,
  isNewData: bool,
): void {
  const flags = segment.flags;
  const sendsNew = isNewData || (flags & FLAG.FIN) !== 0;
  if (numberOf(me) === resetSide(connection)) {
    const ackedAll = (flags & FLAG.ACK) !== 0 && segment.ack - connection.resetEnd >= 0;
    if (ackedAll && (connection.resetFacts & RESET.UNACKED_DATA) !== 0)
      connection.resetFacts |= RESET.ACKED_AFTERWARDS;
    const isSyn = (flags & (FLAG.SYN | FLAG.ACK)) === FLAG.SYN;
    if (isSyn && (connection.flags & CONNECTION.ESTABLISHED) === 0) {
      revive(connection, me, peer);
    } else if ((connection.flags & CONNECTION.OTHER_WENT_ON) !== 0 && advancesAck(me, segment)) {
      revive(connection, me, peer);
    } else if (sendsNew && (connection.flags & CONNECTION.WENT_ON) === 0) {
      connection.flags |= CONNECTION.WENT_ON;
      connection.lifeSeq = segment.seq + segment.length + (flags & FLAG.FIN ? 1 : 0);
    }
    return;
  }
  const acks = (flags & FLAG.ACK) !== 0;
  const answersKnown = (connection.resetFacts & RESET.SEQ_IS_ACK) !== 0;
  if (acks && answersKnown && isBeyond(segment.ack, connection.resetSeq, peer)) {
    revive(connection, me, peer);
    return;
  }
  const wentOn = (connection.flags & CONNECTION.WENT_ON) !== 0;
  if (wentOn && acks && segment.ack - connection.lifeSeq >= 0) {
    revive(connection, me, peer);
  } else if (sendsNew && segment.time - connection.resetTime >= RST_ARRIVED) {
    connection.flags |= CONNECTION.OTHER_WENT_ON;
  }
}

/** Undoes a refusal that the opener passed over: it sent its SYN again and has completed the handshake. */
export function noteLifeAfterRefusal(connection: Connection, me: Side, peer: Side): void {
  if (connection.flags & CONNECTION.ESTABLISHED) revive(connection, me, peer);
}

/** Whether a segment acknowledges more than its side's last one. */
function advancesAck(me: Side, segment: Segment): bool {
  const acks = (segment.flags & FLAG.ACK) !== 0 && (me.facts & SIDE.HAS_ACK) !== 0;
  return acks && segment.ack - me.lastAck > 0;
}

function revive(connection: Connection, me: Side, peer: Side): void {
  notePassedOver(sideAt(connection, resetSide(connection)), connection.resetFacts);
  connection.flags &= ~(CONNECTION.ENDED_RESET | CONNECTION.ENDED_REFUSED | LIFE);
  if (me.facts & peer.facts & SIDE.FIN_SENT) connection.flags |= CONNECTION.ENDED_CLOSED;
  resumeRuns(connection);
  resumeNumbers(me);
  resumeNumbers(peer);
}

/** Notes that a RST with these facts ended nothing; a closed server's kernel answers as a machine without a socket, too. */
function notePassedOver(sender: Side, facts: i32): void {
  const unwanted = RESET.ACK_FLAG | RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN;
  const wanted = RESET.SEQ_IS_ACK | RESET.WINDOW_0;
  const isNoSockets = (facts & (wanted | unwanted)) === wanted;
  if (isNoSockets) sender.facts |= SIDE.RST_PASSED_OVER;
}

/** What a side sent since its RST counts again; the RST's own number may have been any. */
function resumeNumbers(side: Side): void {
  if (stateOf(side) !== STATE.RESET) return;
  const captured = side.ackSeq - side.contiguous > 0 ? side.ackSeq : side.contiguous;
  side.lastSeq = side.facts & SIDE.FIN_SENT ? side.finSeq : captured;
}

function keep(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  if (numberOf(me) === 1) connection.flags |= CONNECTION.RESET_FROM_1;
  else connection.flags &= ~CONNECTION.RESET_FROM_1;
  connection.resetSeq = segment.seq;
  connection.resetTime = segment.time;
  connection.resetBytes = me.bytes + peer.bytes;
  connection.resetIpId = segment.ipId;
  connection.resetEnd = payloadEndOf(peer);
  connection.resetRetries = tailRetriesOf(peer);
  connection.resetRttUs = peer.packets > 0 ? roundTripUs(peer, segment) : UNKNOWN;
  connection.resetFacts = factsOf(connection, me, peer, segment) | (segment.ttl << RESET.TTL_SHIFT);
  connection.resetIdleMs = peer.idleMs;
  const knows = (segment.flags & FLAG.ACK) !== 0;
  if (knows && (peer.facts & SIDE.UNANSWERED) !== 0) noteAnswer(me, peer, segment, false);
  if (connection.resetFacts & (RESET.ACK_FLAG | RESET.UNASKED)) {
    const silence = delayIn(NANOS_PER_MS, segment.time - connection.lastTime);
    connection.resetIdleMs = idleBefore(connection, me, peer, knows, silence);
  }
}

/** Milliseconds of silence before the RST of who knows the connection, or made it up: it needs nothing to answer. */
function idleBefore(connection: Connection, me: Side, peer: Side, knows: bool, silence: i32): i32 {
  if (isBusy(me)) return 0;
  if (!knows || !isBusy(peer)) return max(peer.idleMs, silence);
  // What is sent again and again, the connection waits for; what was sent once, it answers.
  return connection.resetRetries > 0 ? 0 : peer.idleMs;
}

/** Whether a side waits for an ack of what it sent, as far as it knows: if acks are lost to it, it repeats itself again. */
function isBusy(side: Side): bool {
  if (hasUnacked(side)) return true;
  if ((side.facts & (SIDE.REPEATING | SIDE.ASKING)) !== SIDE.REPEATING) return false;
  return (side.facts & SIDE.REPEATS_ACKED) === 0 || side.tailRetries > 1;
}

/** Whether the other side does not accept a RST because it had acknowledged more. A number that was no ack may be any. */
function isPassedOver(me: Side, peer: Side, segment: Segment): bool {
  return isBeyond(peer.lastAck, segment.seq, me) && isEarlierAck(me, peer, segment.seq);
}

/**
 * Whether an ack shows that its side does not accept a RST of this number, whichever of them came first to that side: it
 * accepts the next number that it expects (RFC 5961 section 3.2), and Linux that of a FIN as well (kernel tcp_input.c
 * tcp_validate_incoming, tcp_reset_check).
 */
function isBeyond(ack: i32, rst: i32, sender: Side): bool {
  const beyond = ack - rst;
  return beyond > 0 && !(beyond === 1 && hasSentFin(sender, ack));
}
