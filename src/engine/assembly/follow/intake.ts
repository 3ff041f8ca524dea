import * as CONNECTION from "../../connection-bits";
import * as FLAG from "../../flags";
import * as SIDE from "../../side-bits";
import { Segment } from "../segment";
import { Connection, hasEnded } from "./connection";
import { isCopy } from "./copies";
import { isKeepAlive, notePath, noteSending, noteSyn } from "./notes";
import { noteLifeAfterRefusal, noteLifeAfterRst, noteRst } from "./resets";
import { Side } from "./side";
import { step } from "./zeek-machine";

/** Takes any segment into the facts of its connection. */
export function takeAny(connection: Connection, me: Side, peer: Side, segment: Segment): void {
  const flags = segment.flags;
  const isRst = (flags & FLAG.RST) !== 0;
  if (isRst) noteRst(connection, me, peer, segment);
  const control = flags & (FLAG.SYN | FLAG.FIN);
  const repeatsControl = control !== 0 && repeats(me, segment);
  const closing =
    (flags & (FLAG.FIN | FLAG.RST)) === FLAG.FIN && (peer.facts & SIDE.FIN_SENT) !== 0;
  const isNew = step(connection, me, peer, segment);
  const isKnown = !isNew && (control === 0 || repeatsControl);
  if (isKnown && isCopy(connection, me, peer, segment)) return;
  notePath(me, segment);
  if (isRst) return;
  if (connection.flags & CONNECTION.ENDED_RESET) {
    noteLifeAfterRst(connection, me, peer, segment, isNew);
  }
  const asks = !isNew && isKeepAlive(me, segment);
  const isRetry = !isNew && (repeatsControl || (segment.length > 0 && !asks));
  noteSending(connection, me, peer, segment, isRetry, asks);
  if (flags & FLAG.SYN) noteSyn(connection, me, peer, segment);
  if (connection.flags & CONNECTION.ENDED_REFUSED) noteLifeAfterRefusal(connection, me, peer);
  if (closing && !hasEnded(connection)) connection.flags |= CONNECTION.ENDED_CLOSED;
}

/** Whether a SYN or FIN was sent before with the same number. */
function repeats(me: Side, segment: Segment): bool {
  if (segment.flags & FLAG.SYN) {
    return (me.facts & SIDE.SYN_SENT) !== 0 && me.isn === segment.seq;
  }
  return (me.facts & SIDE.FIN_SENT) !== 0 && me.finSeq === segment.seq + segment.length + 1;
}
