import * as CONNECTION from "../../connection-bits";
import * as FLAG from "../../flags";
import { UNKNOWN } from "../../layout";
import * as RESET from "../../reset-bits";
import * as SIDE from "../../side-bits";
import { NO_ID, Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import { delayIn, NANOS_PER_US } from "./notes";
import { resumeRuns } from "./runs";
import { hasTtl, numberOf, Side, tailRetriesOf } from "./side";

const BARE_HEADER: i32 = 20;

/**
 * Takes in a RST before anything else of it is noted: the first one ends the connection, unless it answers a SYN with a
 * number that the SYN's sender would not accept (RFC 9293 section 3.10.7.3).
 */
export function noteRst(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  if (hasEnded(connection)) return;
  if (isFirstAnswerToSyn(me, peer)) {
    const refuses = acceptsRefusal(peer, segment);
    if (!refuses && (connection.flags & CONNECTION.STRAY_RST) !== 0) return;
    connection.flags |= refuses ? CONNECTION.ENDED_REFUSED : CONNECTION.STRAY_RST;
    keep(connection, me, peer, segment);
    return;
  }
  connection.flags |= CONNECTION.ENDED_RESET;
  connection.flags &= ~CONNECTION.WENT_ON;
  keep(connection, me, peer, segment);
}

function isFirstAnswerToSyn(me: Side, peer: Side): bool {
  const peerSentSynOnly = (peer.facts & (SIDE.SYN_SENT | SIDE.HAS_ACK)) === SIDE.SYN_SENT;
  return peerSentSynOnly && (me.facts & (SIDE.SYN_SENT | SIDE.HAS_ACK)) === 0;
}

/** A refusal acknowledges exactly what the SYN sent. */
function acceptsRefusal(peer: Side, segment: Segment): bool {
  if ((segment.flags & FLAG.ACK) === 0) return false;
  const covered = segment.ack - peer.isn;
  return covered >= 1 && covered <= peer.lastSeq - peer.isn;
}

/**
 * Undoes an ending that was none: the opener takes up its handshake again after its own RST (an old socket of the same
 * ports had answered it), or both sides go on after a RST that the other end did not accept.
 */
export function noteLifeAfterRst(
  connection: Connection,
  me: Side,
  segment: Segment,
  isNewData: bool,
): void {
  const resetSide = connection.flags & CONNECTION.RESET_FROM_1 ? 1 : 0;
  const isSyn = (segment.flags & (FLAG.SYN | FLAG.ACK)) === FLAG.SYN;
  if (numberOf(me) === resetSide) {
    if (isSyn && (connection.flags & CONNECTION.ESTABLISHED) === 0) revive(connection);
    else if (isNewData) connection.flags |= CONNECTION.WENT_ON;
    return;
  }
  const advanced = (me.facts & SIDE.HAS_ACK) !== 0 && segment.ack - me.lastAck > 0;
  if (
    (connection.flags & CONNECTION.WENT_ON) !== 0 &&
    (segment.flags & FLAG.ACK) !== 0 &&
    advanced
  ) {
    revive(connection);
  }
}

function revive(connection: Connection): void {
  connection.flags &= ~(CONNECTION.ENDED_RESET | CONNECTION.WENT_ON);
  resumeRuns(connection);
}

function keep(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  if (numberOf(me) === 1) connection.flags |= CONNECTION.RESET_FROM_1;
  else connection.flags &= ~CONNECTION.RESET_FROM_1;
  connection.resetTime = segment.time;
  connection.resetBytes = me.bytes + peer.bytes;
  connection.resetIpId = segment.ipId;
  connection.resetIdleMs = peer.idleMs;
  connection.resetRetries = tailRetriesOf(peer);
  connection.resetRttUs =
    peer.packets > 0 ? delayIn(NANOS_PER_US, segment.time - peer.lastTime) : UNKNOWN;
  connection.resetFacts =
    shapeOf(me, peer, segment) |
    pastOf(connection, me, peer, segment) |
    (segment.ttl << RESET.TTL_SHIFT);
}

/** What the RST itself looks like. */
function shapeOf(me: Side, peer: Side, segment: Segment): i32 {
  let facts = 0;
  if (segment.flags & FLAG.ACK) facts |= RESET.ACK_FLAG;
  if (segment.window === 0) facts |= RESET.WINDOW_0;
  if (segment.headerLength === BARE_HEADER && segment.length === 0) facts |= RESET.BARE;
  if (segment.ipId === 0 || segment.ipId === NO_ID) facts |= RESET.IP_ID_0;
  if (me.ttls !== 0) {
    facts |= RESET.TTL_KNOWN;
    if (!hasTtl(me, segment.ttl) && (me.facts & SIDE.MANY_TTLS) === 0) facts |= RESET.TTL_NEW;
  }
  if (isEarlierAck(me, peer, segment.seq)) facts |= RESET.SEQ_IS_ACK;
  if (me.packets > 0 && segment.seq === me.lastSeq) facts |= RESET.SEQ_IS_NEXT;
  return facts;
}

/**
 * Whether a sequence number is an acknowledgement number that the other side has sent. The last three are known; an
 * older one must lie in what that side has acknowledged: after a burst the answer to an early stray segment comes late.
 */
function isEarlierAck(me: Side, peer: Side, seq: i32): bool {
  if ((peer.facts & SIDE.HAS_ACK) === 0) return false;
  if (seq === peer.lastAck || seq === peer.olderAck0 || seq === peer.olderAck1) return true;
  const knowsStart = (me.facts & SIDE.SYN_SENT) !== 0;
  return knowsStart && seq - me.isn > 0 && peer.lastAck - seq > 0;
}

/** What the connection had come to. */
function pastOf(connection: Connection, me: Side, peer: Side, segment: Segment): i32 {
  let facts = 0;
  if (me.facts & SIDE.FIN_SENT) facts |= RESET.SENDER_HAD_FIN;
  if (peer.facts & SIDE.FIN_SENT) facts |= RESET.OTHER_HAD_FIN;
  const unacked = peer.bytes > 0 && peer.lastSeq - peer.ackSeq > 0;
  if (unacked) {
    facts |= RESET.UNACKED_DATA;
    if (peer.lastDataAck === segment.seq) {
      facts |= RESET.ANSWERS_DATA;
      if (peer.facts & SIDE.LAST_FRAGMENTED) facts |= RESET.ANSWERS_FRAGMENT;
    }
  }
  const began = (connection.flags & (CONNECTION.SYN_SEEN | CONNECTION.SYN_ACK_SEEN)) !== 0;
  if (began && me.bytes === 0) {
    if (peer.bytes === 0) facts |= RESET.HANDSHAKE;
    else if (peer.ackSeq - peer.startSeq <= 1) facts |= RESET.FIRST_DATA;
  }
  return facts;
}
