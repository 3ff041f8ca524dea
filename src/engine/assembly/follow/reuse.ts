import * as CONNECTION from "../../connection-bits";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import { Side } from "./side";

/** Numbers by which what was captured or acknowledged of a side before its SYN lies behind that: of a first flight. */
const MAX_BEFORE_SYN: i32 = 1 << 16;

/** A SYN with another number, or one after the end, opens a new connection; the same SYN again does not. */
export function beginsAnew(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  const sentSyn = opened(me);
  if (segment.flags & FLAG.ACK) {
    // One that answers neither this connection's SYN nor repeats its SYN-ACK: the SYN before it was not captured.
    const asked = segment.ack - 1;
    const answers = opened(peer) && peer.isn === asked;
    const answersUnseen = sentSyn && !opened(peer) && peer.startSeq !== asked;
    const mayBegin = hasEnded(connection) || answersUnseen;
    return mayBegin && !(sentSyn && me.isn === segment.seq) && !answers;
  }
  if (sentSyn) {
    if (connection.flags & CONNECTION.ENDED_CLOSED) return true;
    return me.isn !== segment.seq;
  }
  if (hasEnded(connection)) return true;
  // Both sides open at once (RFC 9293 section 3.5).
  const isUnknown = me.packets === 0 && (peer.facts & SIDE.HAS_ACK) === 0;
  if (isUnknown) return !opened(peer);
  // A SYN that was captured after what it opened.
  const ahead = me.startSeq - segment.seq;
  return ahead < 0 || ahead > MAX_BEFORE_SYN;
}

function opened(side: Side): bool {
  return (side.facts & SIDE.SYN_SENT) !== 0;
}
