import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { MAX_WINDOW, Segment } from "../segment";
import { Connection } from "./connection";
import { hasLastIpId, hasLastPrint, hasLaterIpId, NANOS_PER_MS } from "./notes";
import { copyTtlOf, hasTtl, Side } from "./side";
import { sequenceLength } from "./zeek-machine";

/** Ticks of a clock by which it can be behind: 131 s of a millisecond clock. */
const MAX_TICKS: i32 = 1 << 17;

/** Number of the last packet that was known as a copy. */
let lastCopy: f64 = -1;

/** Whether the packet with this number was known as a copy, and none after it. */
export function wasCopy(index: f64): bool {
  return index === lastCopy;
}

/**
 * Whether a segment with nothing new is one that the capture has already, from before a router or from another interface.
 * A host that sends it again has a later clock by then, gives it another IP id, or has heard from the other side: without
 * an answer it waits far longer than a millisecond (RFC 6298 section 2.4; Linux 200 ms).
 */
export function isCopy(connection: Connection, me: Side, peer: Side, segment: Segment): bool {
  const flags = segment.flags;
  if (me.packets === 0 || (flags & FLAG.RST) !== 0) return false;
  const length = sequenceLength(segment);
  const end = segment.seq + length;
  if (!isWithin(MAX_WINDOW, me.lastSeq, end)) return false;
  if ((flags & FLAG.ACK) !== 0 && !isWithin(MAX_WINDOW, me.lastAck, segment.ack)) return false;
  // A TTL of 0 is not kept.
  const hasOtherTtl = segment.ttl !== 0 && !hasTtl(me, segment.ttl);
  if (segment.hasTimestamp === 1) {
    if (!isWithin(MAX_TICKS, me.tsVal, segment.tsVal)) return false;
    if (hasOtherTtl) return true;
  }
  const silence = segment.time - me.lastTime;
  if (!(silence >= 0 && silence < NANOS_PER_MS)) return false;
  if (hasLastIpId(me, segment)) return true;
  // Behind a router a packet that the network card merged may be there in pieces with numbers of their own.
  if (!hasOtherTtl && hasLaterIpId(me, segment)) return false;
  const isAnswered = peer.packets > 0 && connection.lastTime !== me.lastTime;
  if (length > 0 && peer.packets > 0 && !isAnswered && hasLastPrint(me, segment)) return true;
  if (end !== me.lastSeq) return false;
  // A host that has begun to send again goes on at once where there is more, and a router's "too big" makes it begin (RFC
  // 1191 section 6.5).
  const goesOn = (me.facts & SIDE.REPEATING) !== 0 && segment.seq !== me.ackSeq;
  if (goesOn || connection.mtu > 0) return false;
  // A host may send the same ack several times in a row, though not to routers at different distances.
  if (length === 0 && (!hasOtherTtl || segment.ack !== me.lastAck)) return false;
  const isHalf = peer.packets === 0 && (flags & FLAG.SYN) === 0;
  return !isAnswered && !isHalf;
}

/** Keeps the TTL of a copy: a RST of which the capture has the copy alone comes with it. */
export function noteCopy(me: Side, segment: Segment): void {
  lastCopy = segment.index;
  if (segment.ttl === 0 || hasTtl(me, segment.ttl) || copyTtlOf(me) === segment.ttl) return;
  if (me.ttls >>> SIDE.COPY_TTL_SHIFT === 0) {
    me.ttls |= segment.ttl << SIDE.COPY_TTL_SHIFT;
    me.facts |= SIDE.COPY_TTL;
  } else {
    me.facts |= SIDE.MANY_TTLS;
  }
}

function isWithin(most: i32, last: i32, number: i32): bool {
  return last - number >= 0 && last - number <= most;
}
