import { SIDE, type SideView, STATE } from "../engine/index.js";

/** S, then anything but data, acks, FINs, gaps and oddities, then R (conn_state in Zeek's main.zeek). */
const SYN_THEN_RST = /^\^?S[^HAFGIQ]*R.*/;

/** Zeek's conn_state (scripts/base/protocols/conn/main.zeek, function conn_state). */
export function connState(orig: SideView, resp: SideView, history: string): string {
  const os = stateOf(orig);
  const rs = stateOf(resp);
  const origInactive = os === STATE.INACTIVE || os === STATE.PARTIAL;
  const respInactive = rs === STATE.INACTIVE || rs === STATE.PARTIAL;
  if (rs === STATE.RESET) {
    if (os === STATE.SYN_SENT || os === STATE.SYN_ACK_SENT) return "REJ";
    if (os === STATE.RESET && sizeOf(orig, resp) === 0 && sizeOf(resp, orig) === 0) return "REJ";
    return origInactive ? "RSTRH" : "RSTR";
  }
  if (os === STATE.RESET) {
    if (!respInactive) return "RSTO";
    return SYN_THEN_RST.test(history) ? "RSTOS0" : "OTH";
  }
  if (rs === STATE.CLOSED && os === STATE.CLOSED) return "SF";
  if (os === STATE.CLOSED) return respInactive ? "SH" : "S2";
  if (rs === STATE.CLOSED) return origInactive ? "SHR" : "S3";
  if (os === STATE.SYN_SENT && rs === STATE.INACTIVE) return "S0";
  return os === STATE.ESTABLISHED && rs === STATE.ESTABLISHED ? "S1" : "OTH";
}

/** TCP_Endpoint::Size without its wraps, which do not matter to the question whether it is 0. */
function sizeOf(side: SideView, peer: SideView): number {
  const acked = (side.ackSeq - side.startSeq) | 0;
  if (
    stateBefore(side) === STATE.SYN_SENT &&
    stateOf(side) === STATE.RESET &&
    stateOf(peer) === STATE.INACTIVE &&
    acked !== 0 &&
    acked !== 1
  ) {
    return 0;
  }
  const sent = (side.lastSeq - side.startSeq) | 0;
  const octets = Math.max(sent, acked);
  const control = 1 + (side.facts & SIDE.FIN_SENT ? 1 : 0);
  return Math.max(0, octets - control);
}

/** Zeek's state of an endpoint. */
function stateOf(side: SideView): number {
  return (side.facts >>> SIDE.ZEEK_SHIFT) & SIDE.ZEEK_MASK;
}

/** The state it was in before. */
function stateBefore(side: SideView): number {
  return (side.facts >>> (SIDE.ZEEK_SHIFT + SIDE.ZEEK_BITS)) & SIDE.ZEEK_MASK;
}
