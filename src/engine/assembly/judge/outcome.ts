import * as CONNECTION from "../../connection-bits";
import * as JUDGED from "../../judgement";
import * as SIDE from "../../side-bits";
import { Connection } from "../follow/connection";
import { ackChanged, Side } from "../follow/side";
import { metStrayRst } from "./reset";

/** How a connection ended, by its first terminal event. */
export function outcomeOf(connection: Connection, client: Side, server: Side): i32 {
  const flags = connection.flags;
  if (flags & CONNECTION.ENDED_REFUSED) return JUDGED.REFUSED;
  if (flags & CONNECTION.ENDED_CLOSED) return JUDGED.CLOSED;
  if (flags & CONNECTION.ENDED_RESET) {
    return sentOnlyRst(client, server) ? JUDGED.PARTIAL : JUDGED.RESET;
  }
  if ((flags & (CONNECTION.SYN_SEEN | CONNECTION.SYN_ACK_SEEN)) === 0) return JUDGED.PARTIAL;
  if (metStrayRst(connection, client)) return JUDGED.RESET;
  const lacksAnswer = server.packets === 0 || (flags & CONNECTION.SYN_ACK_SEEN) === 0;
  // An opener that acknowledges was answered: the capture lacks the SYN-ACK, or all of that direction.
  if (lacksAnswer && (client.facts & SIDE.HAS_ACK) !== 0) return JUDGED.PARTIAL;
  if (server.packets === 0) return JUDGED.UNANSWERED;
  if (client.packets === 0 && saidMoreThanSyn(server)) return JUDGED.PARTIAL;
  if ((flags & CONNECTION.ESTABLISHED) === 0) return JUDGED.HALF_OPEN;
  return (client.facts | server.facts) & SIDE.FIN_SENT ? JUDGED.HALF_OPEN : JUDGED.OPEN;
}

function sentOnlyRst(client: Side, server: Side): bool {
  // TTLs are noted for all packets but RSTs.
  return client.ttls === 0 && server.ttls === 0;
}

/** Payload, a FIN, or acks of what the other side sent after its SYN. */
function saidMoreThanSyn(side: Side): bool {
  return side.bytes > 0 || side.lastSeq - side.startSeq > 1 || ackChanged(side);
}
