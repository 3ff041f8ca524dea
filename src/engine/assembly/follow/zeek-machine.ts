import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import { acknowledged, dataSent, highest, holesWithin } from "./reassembly";
import {
  hasSentSynOnly,
  isBelowStart,
  isClean,
  isOriginator,
  Side,
  stateBefore,
  stateOf,
} from "./side";
import { addScaled, CODE, noteHistory, noteZeroWindow } from "./zeek-history";
import { nextState } from "./zeek-transitions";

/** Jumps beyond this are not believed in SYN, RST and zero acks (TCPSessionAdapter.cc). */
const TOO_LARGE_SEQ_DELTA: i32 = 1 << 20;

/**
 * Zeek's own bookkeeping of a TCP connection, step for step as TCPSessionAdapter::Process does it
 * (zeek/zeek a13de64f, src/packet_analysis/protocol/tcp/TCPSessionAdapter.cc), so that conn_state and history mean what
 * Zeek's users know. Left out are its timers, which split slow connections, and its checksum tests, which drop packets
 * of hosts that offload. A SYN-ACK that the opener does not accept begins Zeek's numbers again, and a FIN that answers its
 * SYN for an old socket closes Zeek's endpoint for good; here they leave the connection's numbers as they were.
 * @returns whether it carried payload that had not been seen
 */
export function step(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  const flags = segment.flags;
  const seq = segment.seq;
  setPartial(connection, me, flags);
  const segmentLength = sequenceLength(segment);
  const end = seq + segmentLength;
  initEndpoint(me, flags, seq, end);
  const relative = seq - me.startSeq;
  const underflow = isBelowStart(me, seq) && seq - me.lastSeq < 0;
  noteHistory(connection, me, peer, segment, relative);
  if (segment.window === 0) noteZeroWindow(connection, me, peer, flags);
  const acked = peer.ackSeq;
  const ack = segment.ack;
  const acks = (flags & FLAG.ACK) !== 0;
  const isOfOldSocket = acks && isUnacceptable(peer, ack);
  let acknowledges = false;
  if (acks && stateOf(peer) === STATE.INACTIVE) initPeer(peer, ack);
  else if (acks && !isOfOldSocket) acknowledges = takeAck(peer, ack, flags);
  if (flags & FLAG.FIN && !isOfOldSocket) {
    me.finSeq = end;
    me.facts |= SIDE.FIN_SENT;
  }
  noteLastSeq(connection, me, end, flags, segment.length);
  nextState(connection, me, peer, segment);
  if (acknowledges) noteAcknowledged(connection, peer, me, acked, ack);
  // Numbers below the first one seen may well be new: the capture began late.
  let isNew = underflow;
  if (segment.length > 0 && (flags & FLAG.RST) === 0 && !underflow) {
    const from = flags & FLAG.SYN ? seq + 1 : seq;
    isNew = dataSent(me, from, from + segment.length);
  }
  me.facts |= SIDE.SEEN;
  return isNew;
}

function setPartial(connection: Connection, me: Side, flags: i32): void {
  if (me.facts & SIDE.SEEN) return;
  if (isOriginator(connection, me)) {
    const pureSyn = (flags & (FLAG.SYN | FLAG.ACK)) === FLAG.SYN;
    if (pureSyn) connection.flags &= ~CONNECTION.ZEEK_PARTIAL;
    else connection.flags |= CONNECTION.ZEEK_PARTIAL;
  } else if ((flags & FLAG.SYN) === 0) {
    connection.flags |= CONNECTION.ZEEK_PARTIAL;
  }
}

/**
 * What TCP_Reassembler::AckReceived finds missing goes into the history when both ends are up or closing: all that no
 * earlier ack covered, even if it is captured late.
 */
function noteAcknowledged(
  connection: Connection,
  peer: Side,
  me: Side,
  acked: i32,
  ack: i32,
): void {
  const upTo = payloadBelow(peer, ack);
  if (upTo - peer.contiguous <= 0 || isBeforeCapture(connection, peer, upTo)) return;
  const holes = isClean(me) && isClean(peer) ? holesWithin(peer, acked, upTo) : 0;
  acknowledged(peer, upTo);
  for (let hole = 0; hole < holes; hole++) {
    peer.zeekGaps++;
    addScaled(connection, peer, CODE.GAP, peer.zeekGaps);
  }
}

/** Whether the other side has acknowledged payload of a side above all that was captured. */
export function endsInGap(connection: Connection, side: Side): bool {
  const upTo = payloadBelow(side, side.ackSeq);
  return upTo - highest(side) > 0 && !isBeforeCapture(connection, side, upTo);
}

/** The number below which all payload was acknowledged: that of a FIN is none. */
function payloadBelow(side: Side, ack: i32): i32 {
  return (side.facts & SIDE.FIN_SENT) !== 0 && ack - side.finSeq >= 0 ? side.finSeq - 1 : ack;
}

/** Whether an ack may be about what was sent before the capture began. */
function isBeforeCapture(connection: Connection, side: Side, upTo: i32): bool {
  return (connection.flags & CONNECTION.ZEEK_PARTIAL) !== 0 && isBelowStart(side, upTo - 3);
}

/** Sequence numbers that a segment takes up; the payload of a RST takes none. */
export function sequenceLength(segment: Segment): i32 {
  const flags = segment.flags;
  const control = (flags & FLAG.SYN ? 1 : 0) + (flags & FLAG.FIN ? 1 : 0);
  return flags & FLAG.RST ? control : control + segment.length;
}

function initEndpoint(me: Side, flags: i32, seq: i32, end: i32): void {
  const isSyn = (flags & FLAG.SYN) !== 0;
  switch (stateOf(me)) {
    case STATE.INACTIVE:
      start(me, isSyn ? seq : seq - 1);
      me.lastSeq = isSyn ? end : seq;
      break;
    case STATE.SYN_SENT:
    case STATE.SYN_ACK_SENT:
      if (isSyn && seq !== me.startSeq) {
        start(me, seq);
        me.lastSeq = end;
      }
      break;
    case STATE.ESTABLISHED:
    case STATE.PARTIAL:
      if (isSyn) {
        // Zeek begins its numbers again in any case, but a late copy of the SYN takes nothing back.
        if (seq !== me.startSeq) start(me, seq);
        me.lastSeq = end;
      }
      break;
    case STATE.RESET:
      if (isSyn && stateBefore(me) === STATE.INACTIVE) {
        start(me, seq);
        me.lastSeq = end;
      }
      break;
    case STATE.CLOSED:
      // What closed it was an old socket's FIN: this connection begins only here.
      if (isSyn && (me.facts & (SIDE.SYN_SENT | SIDE.FIN_SENT)) === 0) {
        start(me, seq);
        me.lastSeq = end;
      }
      break;
    default:
      break;
  }
}

/** Begins a side's numbers again, as if a SYN with this one had been its last segment. */
export function beginAt(side: Side, seq: i32): void {
  start(side, seq);
  side.lastSeq = seq + 1;
  side.isn = seq;
}

function start(side: Side, seq: i32): void {
  side.facts &= ~SIDE.BEYOND_HALF;
  side.startSeq = seq;
  side.ackSeq = seq;
  side.contiguous = seq + 1;
}

/** As if a SYN one below the acknowledged number had been seen. */
function initPeer(peer: Side, ack: i32): void {
  start(peer, ack - 1);
  peer.lastSeq = ack - 1;
}

/**
 * Whether an ack answers a SYN with a number that its sender has not reached (RFC 9293 section 3.10.7.3), as the challenge
 * ack of an old socket of the same ports does. Once there was a SYN-ACK, what it covers may just not have been captured.
 */
function isUnacceptable(peer: Side, ack: i32): bool {
  if (!hasSentSynOnly(peer) || peer.ackSeq !== peer.startSeq) return false;
  return ack - peer.lastSeq > 0 || ack - peer.isn <= 0;
}

/** Returns whether the ack is one that may reveal gaps. */
function takeAck(peer: Side, ack: i32, flags: i32): bool {
  if (isBelowStart(peer, ack)) return false;
  const advance = ack - peer.ackSeq;
  if (flags & FLAG.RST) return true;
  if (advance > 0 && !(ack === 0 && advance > TOO_LARGE_SEQ_DELTA)) peer.ackSeq = ack;
  return true;
}

function noteLastSeq(connection: Connection, me: Side, end: i32, flags: i32, length: i32): void {
  const advance = end - me.lastSeq;
  const jump = advance > TOO_LARGE_SEQ_DELTA || advance < -TOO_LARGE_SEQ_DELTA;
  if ((flags & (FLAG.SYN | FLAG.RST)) !== 0 && jump) return;
  if ((flags & FLAG.FIN) !== 0 && me.lastSeq === me.startSeq + 1) me.lastSeq = end;
  else if (stateOf(me) === STATE.RESET && hasEnded(connection)) return;
  else if (advance > 0) {
    if (end - me.startSeq < 0) me.facts |= SIDE.BEYOND_HALF;
    me.lastSeq = end;
  } else if (length > 0 && stateOf(me) !== STATE.RESET) {
    me.zeekRetries++;
    addScaled(connection, me, CODE.RETRANSMITTED, me.zeekRetries);
  }
}
