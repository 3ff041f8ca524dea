import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection } from "./connection";
import { isOriginator, Side, setState, stateBefore, stateOf } from "./side";
import { flip } from "./zeek-history";

/** Zeek's UpdateStateMachine: the state that a segment brings its sender's endpoint, and at times the other, into. */
export function nextState(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  const flags = segment.flags;
  switch (stateOf(me)) {
    case STATE.INACTIVE:
      leaveInactive(connection, me, peer, segment);
      break;
    case STATE.SYN_SENT:
    case STATE.SYN_ACK_SENT:
      if (flags & FLAG.FIN) setState(me, STATE.CLOSED);
      if (flags & FLAG.RST) setState(me, STATE.RESET);
      break;
    case STATE.ESTABLISHED:
    case STATE.PARTIAL:
      leaveEstablished(me, peer, flags);
      break;
    case STATE.CLOSED:
      // A RST after a FIN exchange does not change how the connection ended.
      if (flags & FLAG.RST && stateOf(peer) !== STATE.CLOSED) setState(me, STATE.RESET);
      break;
    default:
      break;
  }
}

function leaveInactive(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  const flags = segment.flags;
  const originator = isOriginator(connection, me);
  if (flags & FLAG.SYN) {
    if (originator) setState(me, flags & FLAG.ACK ? STATE.SYN_ACK_SENT : STATE.SYN_SENT);
    else answerSyn(connection, me, peer, segment);
  }
  if (flags & FLAG.FIN) setState(me, STATE.CLOSED);
  if (flags & FLAG.RST) setState(me, STATE.RESET);
  if (stateOf(me) !== STATE.INACTIVE) return;
  // Some stacks acknowledge a SYN before they answer it with their own.
  const orig = originator ? me : peer;
  if (!originator && segment.length === 0 && stateOf(orig) === STATE.SYN_SENT) return;
  if (flags & FLAG.ACK && stateOf(peer) === STATE.ESTABLISHED) {
    setState(me, STATE.ESTABLISHED);
    connection.flags &= ~CONNECTION.ZEEK_PARTIAL;
  } else {
    setState(me, STATE.PARTIAL);
  }
}

/** A SYN or SYN-ACK of the responder. */
function answerSyn(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  const reversed =
    (segment.flags & FLAG.ACK) === 0 &&
    stateOf(peer) === STATE.SYN_ACK_SENT &&
    segment.seq === me.startSeq;
  if (reversed) {
    // SYN-ACK captured before the SYN that it answers.
    flip(connection);
    setState(peer, STATE.ESTABLISHED);
    me.facts |= SIDE.SEEN;
  }
  if (stateOf(peer) === STATE.SYN_SENT) setState(peer, STATE.ESTABLISHED);
  setState(me, STATE.ESTABLISHED);
}

function leaveEstablished(me: Side, peer: Side, flags: i32): void {
  const lateSyn = stateOf(me) === STATE.PARTIAL && stateOf(peer) === STATE.INACTIVE;
  if (flags & FLAG.SYN && (flags & FLAG.ACK) === 0 && lateSyn) setState(me, STATE.SYN_SENT);
  if (flags & FLAG.FIN && (flags & FLAG.RST) === 0) {
    setState(me, STATE.CLOSED);
    // FIN, then RST of the same side, then the other side's FIN: Zeek calls that a normal end.
    if (stateOf(peer) === STATE.RESET && stateBefore(peer) === STATE.CLOSED) {
      setState(peer, STATE.CLOSED);
    }
  }
  if (flags & FLAG.RST) setState(me, STATE.RESET);
}
