import { FLAG, type Segment } from "../packet/index.js";
import type { ConnectionView } from "./connection-view.js";
import { CONNECTION, SIDE } from "./layout.js";
import { notePath, noteSending, noteSyn } from "./notes.js";
import type { Reassembly } from "./reassembly.js";
import { hasEnded, noteLifeAfterRst, noteRst } from "./resets.js";
import type { SideView } from "./side-view.js";
import { ZeekMachine } from "./zeek-machine.js";

/** Takes segments into the facts of their connection. */
export class Intake {
  readonly #zeek: ZeekMachine;

  constructor(reassembly: Reassembly) {
    this.#zeek = new ZeekMachine(reassembly);
  }

  /** Takes any segment; `id` is the number of the connection's record, which the views look at. */
  take(
    connection: ConnectionView,
    me: SideView,
    peer: SideView,
    segment: Segment,
    id: number,
  ): void {
    const flags = segment.flags;
    const isRst = (flags & FLAG.RST) !== 0;
    if (isRst) noteRst(connection, me, peer, segment);
    const repeatsControl = repeats(me, segment);
    const closing =
      (flags & (FLAG.FIN | FLAG.RST)) === FLAG.FIN && (peer.facts & SIDE.FIN_SENT) !== 0;
    const key = id * 2 + me.side;
    const isNew = this.#zeek.step(connection, me, peer, segment, key, key ^ 1);
    notePath(me, segment);
    if (isRst) return;
    if (connection.flags & CONNECTION.ENDED_RESET) {
      noteLifeAfterRst(connection, me, segment, isNew);
    }
    const isRetry = repeatsControl || (segment.length > 0 && !isNew && !isKeepAlive(me, segment));
    noteSending(connection, me, peer, segment, isRetry);
    if (flags & FLAG.SYN) noteSyn(connection, me, peer, segment);
    if (closing && !hasEnded(connection)) connection.flags |= CONNECTION.ENDED_CLOSED;
  }
}

/** Whether a SYN or a bare FIN was sent before with the same number. */
function repeats(me: SideView, segment: Segment): boolean {
  if (segment.flags & FLAG.SYN) {
    return (me.facts & SIDE.SYN_SENT) !== 0 && me.isn === segment.seq;
  }
  if ((segment.flags & FLAG.FIN) === 0 || segment.length > 0) return false;
  return (me.facts & SIDE.FIN_SENT) !== 0 && me.finSeq === ((segment.seq + 1) | 0);
}

/** One byte below the next number that the other side has acknowledged already (RFC 1122 section 4.2.3.6). */
function isKeepAlive(me: SideView, segment: Segment): boolean {
  const end = (segment.seq + 1) | 0;
  return segment.length === 1 && end === me.lastSeq && ((me.ackSeq - end) | 0) >= 0;
}
