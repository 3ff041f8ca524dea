import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { MAX_WINDOW, Segment } from "../segment";
import { Side } from "./side";

/** Nanoseconds for which a host waits at least before it sends again what was not acknowledged: Linux's TCP_RTO_MIN. */
const MIN_TIMEOUT: f64 = 200e6;

/**
 * Notes a segment of which all numbers had been sent before, where it is the first one that was not acknowledged, which a
 * timeout sends again (RFC 6298 section 5), or one of which its sender does not know the ack: those that follow it at once
 * are others.
 */
export function noteRetry(me: Side, segment: Segment): void {
  const first = me.ackSeq === me.startSeq ? me.startSeq + 1 : me.ackSeq;
  const ahead = segment.seq - first;
  const goesOn = (me.facts & SIDE.REPEATING) !== 0 && segment.time - me.lastTime < MIN_TIMEOUT;
  if (ahead > 0 || (ahead < 0 && goesOn)) return;
  count(me, 1);
  if (ahead < 0) me.facts |= SIDE.REPEATS_ACKED;
  else me.facts &= ~SIDE.REPEATS_ACKED;
}

/** Notes a keep-alive, of which none is a repetition. */
export function noteAsking(me: Side): void {
  count(me, 0);
  me.facts |= SIDE.ASKING;
}

/** Counts a segment that may meet with silence; `first` of the same kind were sent before it. */
function count(me: Side, first: i32): void {
  me.tailRetries = me.facts & SIDE.REPEATING ? me.tailRetries + 1 : first;
  me.facts |= SIDE.REPEATING;
}

/**
 * Notes whether a packet answers the other side, which repeats itself; `isNew` where it was not sent before. A FIN may be
 * that of a host which waits for what does not reach it.
 */
export function noteAnswer(me: Side, peer: Side, segment: Segment, isNew: bool): void {
  const isLast = (segment.flags & (FLAG.FIN | FLAG.RST)) !== 0;
  const sendsNew = isNew && segment.length > 0 && !isLast && isForPeer(peer, segment);
  // What is sent into a zero window is answered, and not acknowledged.
  const isOpen = segment.window !== 0 || isLast;
  const wantsAck = (peer.facts & (SIDE.REPEATING | SIDE.ASKING)) === SIDE.REPEATING;
  if (wantsAck && isOpen && !sendsNew && !acksMore(me, segment)) peer.facts |= SIDE.IN_VAIN;
  else peer.facts &= ~SIDE.UNANSWERED;
}

/** Whether the other side can take what this segment carries; a socket of another connection numbers it otherwise. */
function isForPeer(peer: Side, segment: Segment): bool {
  if ((peer.facts & SIDE.HAS_ACK) === 0) return true;
  const ahead = segment.seq + segment.length - peer.lastAck;
  return ahead > 0 && ahead <= MAX_WINDOW;
}

/** Whether a segment acknowledges more than its side had: one of two machines may lag behind the other. */
function acksMore(me: Side, segment: Segment): bool {
  const ack = segment.ack;
  if ((segment.flags & FLAG.ACK) === 0) return false;
  if ((me.facts & SIDE.HAS_ACK) === 0) return true;
  return ack - me.lastAck > 0 && ack - me.olderAck0 > 0 && ack - me.olderAck1 > 0;
}
