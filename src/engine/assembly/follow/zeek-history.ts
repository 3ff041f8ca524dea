import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import * as FLAG from "../../flags";
import { HISTORY_AT, HISTORY_BYTES } from "../../layout";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection } from "./connection";
import { isOriginator, Side, stateOf } from "./side";

/** Codes that appear once a side (HistoryMasks in Zeek's TCP_Endpoint.h). */
export enum SEEN {
  SYN = 0x1,
  FIN = 0x2,
  RST = 0x4,
  FIN_RST = 0x8,
  DATA = 0x10,
  ACK = 0x20,
  MULTI = 0x40,
}

/** The history's letters, as the originator's; the responder's are in lower case. */
export enum CODE {
  SYN = 0x53, // S
  SYN_ACK = 0x48, // H
  ACK = 0x41, // A
  DATA = 0x44, // D
  FIN = 0x46, // F
  RST = 0x52, // R
  INCONSISTENT = 0x49, // I
  MULTI = 0x51, // Q
  RETRANSMITTED = 0x54, // T
  GAP = 0x47, // G
  ZERO_WINDOW = 0x57, // W
  FLIPPED = 0x5e, // ^
}
const LOWER_CASE: i32 = 0x20;

/** Zeek's update_history: what a segment adds to the history. `relative` is its number relative to start_seq. */
export function noteHistory(
  connection: Connection,
  me: Side,
  peer: Side,
  segment: Segment,
  relative: i32,
): void {
  const control = segment.flags & (FLAG.SYN | FLAG.FIN | FLAG.RST);
  switch (control) {
    case 0:
      if (segment.length > 0) addOnce(connection, me, peer, SEEN.DATA, CODE.DATA);
      else if (segment.flags & FLAG.ACK) addOnce(connection, me, peer, SEEN.ACK, CODE.ACK);
      break;
    case FLAG.SYN: {
      const code = segment.flags & FLAG.ACK ? CODE.SYN_ACK : CODE.SYN;
      const again = addOnce(connection, me, peer, SEEN.SYN, code);
      if (again && relative !== me.histLastSyn) addCode(connection, me, code);
      me.histLastSyn = relative;
      break;
    }
    case FLAG.FIN: {
      const end = relative + segment.length;
      if (addOnce(connection, me, peer, SEEN.FIN, CODE.FIN) && end !== me.histLastFin) {
        addCode(connection, me, CODE.FIN);
      }
      me.histLastFin = end;
      break;
    }
    case FLAG.RST:
      if (addOnce(connection, me, peer, SEEN.RST, CODE.RST) && relative !== me.histLastRst) {
        addCode(connection, me, CODE.RST);
      }
      me.histLastRst = relative;
      break;
    default:
      if ((control & (FLAG.FIN | FLAG.RST)) === (FLAG.FIN | FLAG.RST)) {
        addOnce(connection, me, peer, SEEN.FIN_RST, CODE.INCONSISTENT);
      } else {
        addOnce(connection, me, peer, SEEN.MULTI, CODE.MULTI);
      }
  }
}

/** A zero window counts unless a RST or the other side's FIN makes it meaningless. */
export function noteZeroWindow(connection: Connection, me: Side, peer: Side, flags: i32): void {
  if ((flags & FLAG.RST) !== 0 || stateOf(peer) === STATE.CLOSED || stateOf(me) === STATE.RESET)
    return;
  me.zeroWindows++;
  addScaled(connection, me, CODE.ZERO_WINDOW, me.zeroWindows);
}

/** TCP_Endpoint::CheckHistory: adds a code unless it is there; returns whether it was. */
export function addOnce(connection: Connection, me: Side, peer: Side, mask: i32, code: i32): bool {
  if (connection.histSeen & bitsOf(connection, me, mask)) return true;
  if (
    (code === CODE.ACK || code === CODE.DATA) &&
    connection.histLength === 1 &&
    byteAt(connection, 0) === CODE.SYN_ACK
  ) {
    // A connection that began with a SYN-ACK and goes on was no scan: its first sender is the responder.
    flip(connection);
    connection.histLength = 0;
    store<i32>(historyAt(connection, 0), 0);
    putByte(connection, CODE.FLIPPED);
    putByte(connection, CODE.SYN_ACK | LOWER_CASE);
    (isOriginator(connection, me) ? me : peer).facts |= SIDE.SEEN;
  }
  connection.histSeen |= bitsOf(connection, me, mask);
  addCode(connection, me, code);
  return false;
}

function bitsOf(connection: Connection, side: Side, mask: i32): i32 {
  return isOriginator(connection, side) ? mask : mask << 16;
}

function addCode(connection: Connection, side: Side, code: i32): void {
  putByte(connection, isOriginator(connection, side) ? code : code | LOWER_CASE);
}

/** ScaledHistoryEntry: a code is added the 1st, 10th, 100th … time. */
export function addScaled(connection: Connection, side: Side, code: i32, count: i32): void {
  let threshold: i64 = 1;
  while (threshold < <i64>count) threshold *= 10;
  if (threshold === <i64>count) addCode(connection, side, code);
}

/** Makes the other side Zeek's originator (Connection::FlipRoles). */
export function flip(connection: Connection): void {
  connection.flags ^= CONNECTION.ORIG_IS_1;
  connection.flags &= ~CONNECTION.ZEEK_PARTIAL;
  putByte(connection, CODE.FLIPPED);
}

/**
 * Makes the other side the originator as if that had been known from the first packet on, of which the mark of a flip
 * tells whether the responder sent it; to be called when all packets are in.
 */
export function turnRoles(connection: Connection): void {
  connection.flags ^= CONNECTION.ORIG_IS_1;
  const history = historyAt(connection, 0);
  const rest = HISTORY_BYTES - 1;
  if (byteAt(connection, 0) === CODE.FLIPPED) {
    memory.copy(history, history + 1, rest);
    store<u8>(history + rest, 0);
    connection.histLength--;
  } else {
    memory.copy(history + 1, history, rest);
    store<u8>(history, <u8>CODE.FLIPPED);
    connection.histLength++;
  }
  for (let at = 0; at < HISTORY_BYTES; at++) {
    const code = byteAt(connection, at);
    if ((code | LOWER_CASE) >= 0x61 && (code | LOWER_CASE) <= 0x7a) {
      store<u8>(history + at, <u8>(code ^ LOWER_CASE));
    }
  }
}

function putByte(connection: Connection, code: i32): void {
  const index = connection.histLength++;
  if (index >= HISTORY_BYTES) return;
  store<u8>(historyAt(connection, index), <u8>code);
}

/** A character of the history. */
export function byteAt(connection: Connection, index: i32): i32 {
  return load<u8>(historyAt(connection, index));
}

function historyAt(connection: Connection, index: i32): usize {
  return changetype<usize>(connection) + <usize>((HISTORY_AT << 2) + index);
}
