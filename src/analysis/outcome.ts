import { CONNECTION, type ConnectionView, RESET, SIDE, type SideView } from "../engine/index.js";
import type { Outcome, Reset } from "./record.js";

/** Silence from which on a connection counts as idle. */
export const IDLE_MS = 1000;
const NANOS_PER_MS = 1e6;

/** How a connection ended, by its first terminal event. */
export function outcomeOf(connection: ConnectionView, client: SideView, server: SideView): Outcome {
  const flags = connection.flags;
  if (flags & CONNECTION.ENDED_REFUSED) return "refused";
  if (flags & CONNECTION.ENDED_CLOSED) return "closed";
  if (flags & CONNECTION.ENDED_RESET) return sentOnlyRst(client, server) ? "partial" : "reset";
  if ((flags & (CONNECTION.SYN_SEEN | CONNECTION.SYN_ACK_SEEN)) === 0) return "partial";
  if (flags & CONNECTION.STRAY_RST && (flags & CONNECTION.SYN_ACK_SEEN) === 0) return "reset";
  if (server.packets === 0) {
    // An opener that acknowledges was answered: the capture has one direction only.
    return client.facts & SIDE.HAS_ACK ? "partial" : "unanswered";
  }
  if (client.packets === 0 && saidMoreThanSyn(server)) return "partial";
  if ((flags & CONNECTION.ESTABLISHED) === 0) return "half-open";
  return (client.facts | server.facts) & SIDE.FIN_SENT ? "half-open" : "open";
}

function sentOnlyRst(client: SideView, server: SideView): boolean {
  // TTLs are noted for all packets but RSTs.
  return client.ttls === 0 && server.ttls === 0;
}

function saidMoreThanSyn(side: SideView): boolean {
  return side.bytes > 0 || ((side.lastSeq - side.startSeq) | 0) > 1;
}

/** The reset of a connection, where its outcome or its only packets are one. */
export function resetOf(connection: ConnectionView, clientSide: number): Reset | undefined {
  const flags = connection.flags;
  const strayOnly =
    (flags & (CONNECTION.STRAY_RST | CONNECTION.SYN_ACK_SEEN)) === CONNECTION.STRAY_RST;
  if (
    (flags & CONNECTION.ENDED_RESET) === 0 &&
    !(strayOnly && (flags & CONNECTION.ENDED_REFUSED) === 0)
  ) {
    return undefined;
  }
  const side = flags & CONNECTION.RESET_FROM_1 ? 1 : 0;
  return {
    by: side === clientSide ? "client" : "server",
    how: howOf(connection),
    phase: phaseOf(connection),
    afterMs: (connection.resetTime - connection.startTime) / NANOS_PER_MS,
    afterBytes: connection.resetBytes,
  };
}

function howOf(connection: ConnectionView): Reset["how"] {
  const facts = connection.resetFacts;
  if ((connection.flags & CONNECTION.ENDED_RESET) === 0) return "middlebox";
  if (facts & RESET.ACK_FLAG) return facts & RESET.TTL_NEW ? "middlebox" : "abort";
  if (facts & RESET.SEQ_IS_ACK) return "no-socket";
  // A host that has the connection may leave the ACK flag out, but knows its own next number.
  return facts & RESET.SEQ_IS_NEXT && (facts & RESET.TTL_NEW) === 0 ? "abort" : "middlebox";
}

function phaseOf(connection: ConnectionView): Reset["phase"] {
  const facts = connection.resetFacts;
  if (facts & (RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN)) return "close";
  if (connection.resetIdleMs >= IDLE_MS) return "idle";
  if (facts & RESET.HANDSHAKE) return "handshake";
  if (facts & RESET.FIRST_DATA) return "first-data";
  return (connection.flags & CONNECTION.ENDED_RESET) === 0 ? "handshake" : "transfer";
}
