import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import {
  ECN_BITS,
  hasLabel,
  hasLastIpId,
  NANOS_PER_MS,
  noteAck,
  noteAckAfterFin,
  noteClock,
  noteEstablished,
  noteIpId,
} from "./notes";
import { Side } from "./side";
import { addOnce, CODE, SEEN } from "./zeek-history";

const CONTROL: i32 = FLAG.SYN | FLAG.RST | FLAG.ACK;
/** Longer silences are measured in notes.ts, where delays are limited to what a word holds. */
const MAX_SILENCE: f64 = 0x7fffffff * NANOS_PER_MS;
/** Jumps of the acknowledged number beyond this are looked at with care (zeek-machine.ts). */
const MAX_ACK_ADVANCE: i32 = 1 << 20;

/** ESTABLISHED and CLOSED, but for the lowest bit. */
const STATE_BITS: i32 = (STATE.ESTABLISHED | 2) << SIDE.ZEEK_SHIFT;
const UP_OR_CLOSED: i32 = STATE.ESTABLISHED << SIDE.ZEEK_SHIFT;
const CLOSED_FROM_ESTABLISHED: i32 =
  (STATE.CLOSED << SIDE.ZEEK_SHIFT) | (STATE.ESTABLISHED << (SIDE.ZEEK_SHIFT + SIDE.ZEEK_BITS));
const CLOSED_BIT: i32 = (STATE.ESTABLISHED ^ STATE.CLOSED) << SIDE.ZEEK_SHIFT;

/**
 * The short way for the segments that most of a capture consists of: acks, the next payload in order and the FIN behind it,
 * from where the side's first packet came. It changes the facts exactly as takeAny does, which a test holds it to.
 * @returns false when the segment is anything else; nothing is changed then
 */
export function takeExpected(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  const facts = me.facts;
  const length = segment.length;
  const ack = segment.ack;
  if (
    (segment.flags & CONTROL) !== FLAG.ACK ||
    (facts & (STATE_BITS | SIDE.SEEN)) !== (UP_OR_CLOSED | SIDE.SEEN) ||
    (peer.facts & (STATE_BITS | SIDE.UNANSWERED)) !== UP_OR_CLOSED ||
    (connection.flags & CONNECTION.ENDED_RESET) !== 0 ||
    segment.window === 0 ||
    segment.fragment === 1 ||
    (me.ttls & 0xff) !== segment.ttl
  ) {
    return false;
  }
  const advance = ack - peer.ackSeq;
  if (advance < 0 || advance > MAX_ACK_ADVANCE || revealsGap(peer, ack)) return false;
  const isFin = (segment.flags & FLAG.FIN) !== 0;
  if (length > 0 || isFin) {
    if (!continues(me, segment.seq)) return false;
  } else if (segment.seq !== me.lastSeq || (me.lastAck - ack >= 0 && hasLastIpId(me, segment))) {
    return false;
  }
  const silence = segment.time - connection.lastTime;
  if (!hasLabel(me, segment) || !(silence >= 0 && silence < MAX_SILENCE)) return false;

  if (isFin) addOnce(connection, me, peer, SEEN.FIN, CODE.FIN);
  else if (length > 0) addOnce(connection, me, peer, SEEN.DATA, CODE.DATA);
  else addOnce(connection, me, peer, SEEN.ACK, CODE.ACK);
  const idBit = segment.ipId === 0 ? SIDE.IP_ID_ZERO : segment.ipId > 0 ? SIDE.IP_ID_SET : 0;
  const ectBit = segment.trafficClass & ECN_BITS ? SIDE.SENT_ECT : 0;
  let next = facts | idBit | ectBit;
  if (isFin) {
    const end = segment.seq + length + 1;
    next = (next & ~SIDE.ZEEK_STATES) | CLOSED_FROM_ESTABLISHED | SIDE.FIN_SENT;
    me.histLastFin = end - 1 - me.startSeq;
    me.finSeq = end;
    if ((peer.facts & SIDE.FIN_SENT) !== 0 && !hasEnded(connection)) {
      connection.flags |= CONNECTION.ENDED_CLOSED;
    }
  }
  me.idleMs = <i32>(silence / NANOS_PER_MS);
  peer.ackSeq = ack;
  if (length > 0) {
    next &= ~(SIDE.LAST_FRAGMENTED | SIDE.UNANSWERED);
    me.contiguous = segment.seq + length;
    me.bytes += length;
    me.lastDataAck = ack;
  }
  const used = isFin ? length + 1 : length;
  if (used > 0) {
    const end = segment.seq + used;
    if (end - me.startSeq < 0) next |= SIDE.BEYOND_HALF;
    me.lastSeq = end;
  }
  if (next !== facts) me.facts = next;
  if (segment.hasTimestamp === 1) noteClock(me, segment);
  noteIpId(me, segment);
  if (me.lastAck !== ack || (facts & SIDE.HAS_ACK) === 0) {
    if (!isFin) noteAckAfterFin(me, peer, ack);
    noteAck(me, peer, ack);
  }
  if ((connection.flags & CONNECTION.ESTABLISHED) === 0) noteEstablished(connection, me, segment);
  return true;
}

/** Payload that goes on where the side's last segment ended, with no hole before it. */
function continues(me: Side, seq: i32): bool {
  return (
    seq === me.lastSeq &&
    seq === me.contiguous &&
    (me.facts & (CLOSED_BIT | SIDE.HAS_BLOCKS | SIDE.FIN_SENT)) === 0
  );
}

/** Whether an ack covers what was not captured; a FIN's number is no payload. */
function revealsGap(peer: Side, ack: i32): bool {
  const ahead = ack - peer.contiguous;
  if (ahead <= 0) return false;
  return !(ahead === 1 && (peer.facts & SIDE.FIN_SENT) !== 0 && ack === peer.finSeq);
}
