import * as CONNECTION from "../../connection-bits";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import { isCopy, noteCopy } from "./copies";
import { isKeepAlive, notePath, noteSending, noteSyn } from "./notes";
import { noteLifeAfterRefusal, noteLifeAfterRst, noteRst } from "./resets";
import { copyTtlOf, Side } from "./side";
import { noteHistory } from "./zeek-history";
import { beginAt, step } from "./zeek-machine";

/** Takes any segment into the facts of its connection. */
export function takeAny(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  const flags = segment.flags;
  if (isUnwantedSynAck(me, peer, segment)) {
    connection.flags |= CONNECTION.SYN_ACKS_DIFFER;
    noteHistory(connection, me, peer, segment, segment.seq - me.startSeq);
    return;
  }
  if (acceptsOtherSynAck(connection, me, peer, segment)) beginAt(peer, segment.ack - 1);
  const isRst = (flags & FLAG.RST) !== 0;
  if (isRst) noteRst(connection, me, peer, segment);
  const control = flags & (FLAG.SYN | FLAG.FIN);
  const repeatsControl = control !== 0 && repeats(me, segment);
  const closing =
    (flags & (FLAG.FIN | FLAG.RST)) === FLAG.FIN && (peer.facts & SIDE.FIN_SENT) !== 0;
  const isNew = step(connection, me, peer, segment);
  const isKnown = !isNew && (control === 0 || repeatsControl);
  if (isKnown && isCopy(connection, me, peer, segment)) {
    noteCopy(me, segment);
    return;
  }
  // Copies are not known any more once it was reset.
  const mayBeCopy = hasEnded(connection) && segment.ttl === copyTtlOf(me);
  if (!mayBeCopy) notePath(me, segment);
  if (isRst) return;
  if (connection.flags & CONNECTION.ENDED_RESET) {
    noteLifeAfterRst(connection, me, peer, segment, isNew);
  }
  const asks = !isNew && isKeepAlive(me, segment);
  const isRetry = !isNew && (repeatsControl || (segment.length > 0 && !asks));
  noteSending(connection, me, peer, segment, isRetry, asks);
  if (flags & FLAG.SYN) noteSyn(connection, me, peer, segment);
  if (connection.flags & CONNECTION.ENDED_REFUSED) noteLifeAfterRefusal(connection, me, peer);
  if (closing && !hasEnded(connection)) connection.flags |= CONNECTION.ENDED_CLOSED;
}

/**
 * Whether a SYN-ACK answers the SYN a second time, with another number, when the opener has acknowledged the first: another
 * device's, or one made with a SYN cookie. It gets a challenge ack, and none of its numbers count (RFC 9293 section
 * 3.10.7.4).
 */
function isUnwantedSynAck(me: Side, peer: Side, segment: Segment): bool {
  const isSynAck = (segment.flags & (FLAG.SYN | FLAG.ACK)) === (FLAG.SYN | FLAG.ACK);
  if (!isSynAck || (me.facts & SIDE.SYN_SENT) === 0 || me.isn === segment.seq) return false;
  const answersSyn = (peer.facts & SIDE.SYN_SENT) !== 0 && segment.ack - peer.isn === 1;
  const accepted = peer.lastAck - me.isn;
  return (
    answersSyn &&
    (peer.facts & SIDE.HAS_ACK) !== 0 &&
    accepted > 0 &&
    me.lastSeq - peer.lastAck >= 0
  );
}

/** Whether the opener's first ack is of another one than the last of several SYN-ACKs, and nothing came after those. */
function acceptsOtherSynAck(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  const unanswered = CONNECTION.SYN_ACKS_DIFFER | CONNECTION.ESTABLISHED;
  if ((connection.flags & unanswered) !== CONNECTION.SYN_ACKS_DIFFER) return false;
  const isAck = (segment.flags & (FLAG.SYN | FLAG.RST | FLAG.ACK)) === FLAG.ACK;
  if (!isAck || (me.facts & SIDE.HAS_ACK) !== 0) return false;
  return segment.ack !== peer.lastSeq && peer.lastSeq - peer.startSeq === 1;
}

/** Whether a SYN or FIN was sent before with the same number. */
function repeats(me: Side, segment: Segment): bool {
  if (segment.flags & FLAG.SYN) {
    // Of a side that opened, too, a first SYN-ACK repeats its SYN's number and is none of it (RFC 9293 section 3.5).
    const isFirstAnswer = (segment.flags & FLAG.ACK) !== 0 && (me.facts & SIDE.HAS_ACK) === 0;
    return !isFirstAnswer && (me.facts & SIDE.SYN_SENT) !== 0 && me.isn === segment.seq;
  }
  return (me.facts & SIDE.FIN_SENT) !== 0 && me.finSeq === segment.seq + segment.length + 1;
}
