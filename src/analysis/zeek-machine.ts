import { FLAG, type Segment } from "../packet/index.js";
import type { ConnectionView } from "./connection-view.js";
import { CONNECTION, SIDE } from "./layout.js";
import type { Reassembly } from "./reassembly.js";
import type { SideView } from "./side-view.js";
import { addScaled, CODE, noteHistory, noteZeroWindow } from "./zeek-history.js";
import { isOriginator, STATE, stateBefore, stateOf } from "./zeek-states.js";
import { nextState } from "./zeek-transitions.js";

/** Jumps beyond this are not believed in SYN, RST and zero acks (TCPSessionAdapter.cc). */
const TOO_LARGE_SEQ_DELTA = 1 << 20;

/**
 * Zeek's own bookkeeping of a TCP connection, step for step as TCPSessionAdapter::Process does it
 * (zeek/zeek a13de64f, src/packet_analysis/protocol/tcp/TCPSessionAdapter.cc), so that conn_state and history mean what
 * Zeek's users know. Left out are its timers, which split slow connections, and its checksum tests, which drop packets
 * of hosts that offload.
 */
export class ZeekMachine {
  readonly #reassembly: Reassembly;

  constructor(reassembly: Reassembly) {
    this.#reassembly = reassembly;
  }

  /**
   * Takes one segment in; `key` and `peerKey` stand for the two sides in the reassembly.
   * @returns whether it carried payload that had not been seen
   */
  step(
    connection: ConnectionView,
    me: SideView,
    peer: SideView,
    segment: Segment,
    key: number,
    peerKey: number,
  ): boolean {
    const flags = segment.flags;
    const seq = segment.seq;
    this.#setPartial(connection, me, flags);
    const segmentLength = sequenceLength(segment);
    const end = (seq + segmentLength) | 0;
    initEndpoint(me, flags, seq, end);
    const relative = (seq - me.startSeq) | 0;
    const underflow = (me.facts & SIDE.WRAPPED) === 0 && relative < 0;
    noteHistory(connection, me, peer, segment, relative);
    if (segment.window === 0) noteZeroWindow(connection, me, peer, flags);
    if (flags & FLAG.FIN) {
      me.finSeq = end;
      me.facts |= SIDE.FIN_SENT;
    }
    let ack = 0;
    let acknowledges = false;
    if (flags & FLAG.ACK) {
      ack = segment.ack;
      if (stateOf(peer) === STATE.INACTIVE) initPeer(peer, ack);
      else acknowledges = takeAck(peer, ack, flags);
    }
    noteLastSeq(connection, me, end, flags, segment.length);
    nextState(connection, me, peer, segment);
    if (acknowledges) this.#acknowledged(connection, peer, me, ack, peerKey);
    // Numbers below the first one seen may well be new: the capture began late.
    let isNew = underflow;
    if (segment.length > 0 && (flags & FLAG.RST) === 0 && !underflow) {
      const from = flags & FLAG.SYN ? seq + 1 : seq;
      isNew = this.#reassembly.dataSent(me, key, from | 0, (from + segment.length) | 0);
    }
    me.facts |= SIDE.SEEN;
    return isNew;
  }

  #setPartial(connection: ConnectionView, me: SideView, flags: number): void {
    if (me.facts & SIDE.SEEN) return;
    if (isOriginator(connection, me)) {
      const pureSyn = (flags & (FLAG.SYN | FLAG.ACK)) === FLAG.SYN;
      if (pureSyn) connection.flags &= ~CONNECTION.ZEEK_PARTIAL;
      else connection.flags |= CONNECTION.ZEEK_PARTIAL;
    } else if ((flags & FLAG.SYN) === 0) {
      connection.flags |= CONNECTION.ZEEK_PARTIAL;
    }
  }

  /** What TCP_Reassembler::AckReceived finds missing is a gap, and one in the history when both ends are up or closing. */
  #acknowledged(
    connection: ConnectionView,
    peer: SideView,
    me: SideView,
    ack: number,
    peerKey: number,
  ): void {
    let upTo = ack;
    if (peer.facts & SIDE.FIN_SENT && ((upTo - peer.finSeq) | 0) >= 0) upTo = (peer.finSeq - 1) | 0;
    if (((upTo - peer.contiguous) | 0) <= 0) return;
    const partial = (connection.flags & CONNECTION.ZEEK_PARTIAL) !== 0;
    if (partial && ((upTo - peer.startSeq) | 0) <= 2) return;
    const holes = this.#reassembly.acknowledged(peer, peerKey, upTo);
    peer.gaps += holes;
    if (!isClean(me) || !isClean(peer)) return;
    for (let hole = 0; hole < holes; hole++) {
      peer.zeekGaps++;
      addScaled(connection, peer, CODE.GAP, peer.zeekGaps);
    }
  }
}

/** Sequence numbers that a segment takes up; the payload of a RST takes none. */
export function sequenceLength(segment: Segment): number {
  const flags = segment.flags;
  const control = (flags & FLAG.SYN ? 1 : 0) + (flags & FLAG.FIN ? 1 : 0);
  return flags & FLAG.RST ? control : control + segment.length;
}

function isClean(side: SideView): boolean {
  const state = stateOf(side);
  return (
    state === STATE.ESTABLISHED ||
    (state === STATE.CLOSED && stateBefore(side) === STATE.ESTABLISHED)
  );
}

function initEndpoint(me: SideView, flags: number, seq: number, end: number): void {
  const isSyn = (flags & FLAG.SYN) !== 0;
  switch (stateOf(me)) {
    case STATE.INACTIVE:
      start(me, isSyn ? seq : (seq - 1) | 0);
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
        start(me, seq);
        me.lastSeq = end;
      }
      break;
    case STATE.RESET:
      if (isSyn && stateBefore(me) === STATE.INACTIVE) {
        start(me, seq);
        me.lastSeq = end;
      }
      break;
    default:
      break;
  }
}

function start(side: SideView, seq: number): void {
  side.startSeq = seq;
  side.ackSeq = seq;
  side.contiguous = (seq + 1) | 0;
}

/** As if a SYN one below the acknowledged number had been seen. */
function initPeer(peer: SideView, ack: number): void {
  start(peer, (ack - 1) | 0);
  peer.lastSeq = (ack - 1) | 0;
}

/** Returns whether the ack is one that may reveal gaps. */
function takeAck(peer: SideView, ack: number, flags: number): boolean {
  const underflow = (peer.facts & SIDE.WRAPPED) === 0 && ((ack - peer.startSeq) | 0) < 0;
  if (underflow) return false;
  const advance = (ack - peer.ackSeq) | 0;
  if (flags & FLAG.RST) return true;
  if (advance > 0 && !(ack === 0 && advance > TOO_LARGE_SEQ_DELTA)) peer.ackSeq = ack;
  return true;
}

function noteLastSeq(
  connection: ConnectionView,
  me: SideView,
  end: number,
  flags: number,
  length: number,
): void {
  const advance = (end - me.lastSeq) | 0;
  const jump = advance > TOO_LARGE_SEQ_DELTA || advance < -TOO_LARGE_SEQ_DELTA;
  if (flags & (FLAG.SYN | FLAG.RST) && jump) return;
  if (flags & FLAG.FIN && me.lastSeq === ((me.startSeq + 1) | 0)) me.lastSeq = end;
  else if (stateOf(me) === STATE.RESET) return;
  else if (advance > 0) {
    if (end >>> 0 < me.lastSeq >>> 0) me.facts |= SIDE.WRAPPED;
    me.lastSeq = end;
  } else if (length > 0) {
    me.zeekRetries++;
    addScaled(connection, me, CODE.RETRANSMITTED, me.zeekRetries);
  }
}
