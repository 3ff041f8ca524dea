import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection } from "./connection";
import { asksEcn, delayIn, labelOf, NANOS_PER_MS, noteAck, noteIpId, roundTripUs } from "./notes";
import { numberOf, Side } from "./side";
import { addOnce, CODE, SEEN } from "./zeek-history";

const CONTROL: i32 = FLAG.SYN | FLAG.FIN | FLAG.RST | FLAG.ACK;
const SYN_SENT: i32 = STATE.SYN_SENT << SIDE.ZEEK_SHIFT;
const ESTABLISHED: i32 = STATE.ESTABLISHED << SIDE.ZEEK_SHIFT;
const ESTABLISHED_FROM_SYN_SENT: i32 =
  ESTABLISHED | (STATE.SYN_SENT << (SIDE.ZEEK_SHIFT + SIDE.ZEEK_BITS));
/** What a connection has when its SYN was seen and nothing else. */
const ONLY_SYN: i32 = CONNECTION.SYN_SEEN;

/**
 * The short way for the first SYN of a connection and the SYN-ACK that answers it. It changes the facts exactly as
 * takeAny does, which a test holds it to.
 * @returns false when the segment is anything else; nothing is changed then
 */
export function takeOpening(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  if (me.facts !== 0 || segment.length > 0 || segment.window === 0) return false;
  const flags = segment.flags & CONTROL;
  const state = connection.flags & ~CONNECTION.IPV6;
  if (flags === FLAG.SYN) {
    if (numberOf(me) !== 0 || peer.facts !== 0 || state !== 0) return false;
    takeSyn(connection, me, peer, segment);
    return true;
  }
  if (flags !== (FLAG.SYN | FLAG.ACK) || numberOf(me) !== 1 || state !== ONLY_SYN) return false;
  const syn = SYN_SENT | SIDE.SYN_SENT | SIDE.SEEN;
  const sentOneSyn =
    (peer.facts & (SIDE.ZEEK_STATES | SIDE.SYN_SENT | SIDE.SEEN | SIDE.REPEATING)) === syn;
  if (!sentOneSyn || segment.ack !== peer.lastSeq || segment.ack !== peer.contiguous) return false;
  takeSynAck(connection, me, peer, segment);
  return true;
}

function takeSyn(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  begin(connection, me, segment, SYN_SENT | (asksEcn(segment) ? SIDE.ASKED_ECN : 0));
  connection.flags |= CONNECTION.SYN_SEEN;
  addOnce(connection, me, peer, SEEN.SYN, CODE.SYN);
}

function takeSynAck(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  begin(connection, me, segment, ESTABLISHED);
  noteAck(me, peer, segment.ack);
  peer.ackSeq = segment.ack;
  peer.facts = (peer.facts & ~SIDE.ZEEK_STATES) | ESTABLISHED_FROM_SYN_SENT;
  connection.flags |= CONNECTION.SYN_ACK_SEEN | CONNECTION.SYN_ACK_FROM_1;
  connection.handshakeUs = roundTripUs(peer, segment);
  addOnce(connection, me, peer, SEEN.SYN, CODE.SYN_ACK);
}

/** What the first segment of a side sets, whichever it is. */
function begin(connection: Connection, me: Side, segment: Segment, state: i32): void {
  const seq = segment.seq;
  const idBit = segment.ipId === 0 ? SIDE.IP_ID_ZERO : segment.ipId > 0 ? SIDE.IP_ID_SET : 0;
  const clockBit = segment.hasTimestamp === 1 ? SIDE.HAS_TSVAL : 0;
  me.facts = state | SIDE.SEEN | SIDE.SYN_SENT | idBit | clockBit;
  me.startSeq = seq;
  me.ackSeq = seq;
  me.isn = seq;
  me.lastSeq = seq + 1;
  me.contiguous = seq + 1;
  me.ttls = segment.ttl;
  me.label = labelOf(segment);
  noteIpId(me, segment);
  me.idleMs = delayIn(NANOS_PER_MS, segment.time - connection.lastTime);
  if (clockBit !== 0) me.tsVal = segment.tsVal;
}
