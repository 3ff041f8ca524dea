import * as CONN from "../../conn-states";
import * as STATE from "../../endpoint-states";
import { HISTORY_BYTES } from "../../layout";
import * as SIDE from "../../side-bits";
import { Connection } from "../follow/connection";
import { Side, stateBefore, stateOf } from "../follow/side";
import { byteAt, CODE } from "../follow/zeek-history";

/** Zeek's conn_state (scripts/base/protocols/conn/main.zeek, function conn_state): one of CONN. */
export function connState(connection: Connection, orig: Side, resp: Side): i32 {
  const os = stateOf(orig);
  const rs = stateOf(resp);
  const origInactive = os === STATE.INACTIVE || os === STATE.PARTIAL;
  const respInactive = rs === STATE.INACTIVE || rs === STATE.PARTIAL;
  if (rs === STATE.RESET) {
    if (os === STATE.SYN_SENT || os === STATE.SYN_ACK_SENT) return CONN.REJ;
    if (os === STATE.RESET && sizeOf(orig, resp) === 0 && sizeOf(resp, orig) === 0) return CONN.REJ;
    return origInactive ? CONN.RSTRH : CONN.RSTR;
  }
  if (os === STATE.RESET) {
    if (!respInactive) return CONN.RSTO;
    return isSynThenRst(connection) ? CONN.RSTOS0 : CONN.OTH;
  }
  if (rs === STATE.CLOSED && os === STATE.CLOSED) return CONN.SF;
  if (os === STATE.CLOSED) return respInactive ? CONN.SH : CONN.S2;
  if (rs === STATE.CLOSED) return origInactive ? CONN.SHR : CONN.S3;
  if (os === STATE.SYN_SENT && rs === STATE.INACTIVE) return CONN.S0;
  return os === STATE.ESTABLISHED && rs === STATE.ESTABLISHED ? CONN.S1 : CONN.OTH;
}

/** The originator sent SYN, then nothing with data, ACK or FIN and nothing odd, then RST: main.zeek asks a pattern for it. */
function isSynThenRst(connection: Connection): bool {
  const length = min(connection.histLength, HISTORY_BYTES);
  let at = length > 0 && byteAt(connection, 0) === CODE.FLIPPED ? 1 : 0;
  if (at >= length || byteAt(connection, at) !== CODE.SYN) return false;
  while (++at < length) {
    const code = byteAt(connection, at);
    if (code === CODE.RST) return true;
    if (
      code === CODE.SYN_ACK ||
      code === CODE.ACK ||
      code === CODE.FIN ||
      code === CODE.GAP ||
      code === CODE.INCONSISTENT ||
      code === CODE.MULTI
    ) {
      return false;
    }
  }
  return false;
}

/** TCP_Endpoint::Size without its wraps, which do not matter to the question whether it is 0. */
function sizeOf(side: Side, peer: Side): i32 {
  if (side.facts & SIDE.BEYOND_HALF) return i32.MAX_VALUE;
  const acked = side.ackSeq - side.startSeq;
  if (
    stateBefore(side) === STATE.SYN_SENT &&
    stateOf(side) === STATE.RESET &&
    stateOf(peer) === STATE.INACTIVE &&
    acked !== 0 &&
    acked !== 1
  ) {
    return 0;
  }
  const sent = side.lastSeq - side.startSeq;
  const control = 1 + (side.facts & SIDE.FIN_SENT ? 1 : 0);
  return max(0, max(sent, acked) - control);
}
