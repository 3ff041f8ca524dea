import * as CONNECTION from "../../connection-bits";
import * as JUDGED from "../../judgement";
import * as RESET from "../../reset-bits";
import * as SIDE from "../../side-bits";
import { Connection, resetSide } from "../follow/connection";
import { ownTtls, Side, sideAt } from "../follow/side";

/** Silence from which on a connection counts as idle, in milliseconds. */
export const IDLE_MS: i32 = 1000;
/**
 * Nanoseconds without an answer of the server, in which it may have given up a transfer while its path was down: few have a
 * shorter TCP_USER_TIMEOUT, or keep-alives that give up sooner.
 */
export const PATH_MAY_HAVE_FAILED: f64 = 3e9;

/** Who reset the connection, where its outcome or its only packets are a reset. */
export function resetBy(connection: Connection, clientSide: i32): i32 {
  const isReset = (connection.flags & CONNECTION.ENDED_RESET) !== 0;
  if (!isReset && !metStrayRst(connection, sideAt(connection, clientSide))) return JUDGED.BY_NOBODY;
  return resetSide(connection) === clientSide ? JUDGED.BY_CLIENT : JUDGED.BY_SERVER;
}

/** Whether nothing is known to have followed a RST that its opener's SYN did not ask for. */
export function metStrayRst(connection: Connection, client: Side): bool {
  const others = CONNECTION.SYN_ACK_SEEN | CONNECTION.ENDED_REFUSED | CONNECTION.ENDED_CLOSED;
  const strayOnly = (connection.flags & (CONNECTION.STRAY_RST | others)) === CONNECTION.STRAY_RST;
  // Who acknowledges was answered by more than the RST.
  return strayOnly && (client.facts & SIDE.HAS_ACK) === 0;
}

/** What the RST looked like. */
export function resetHow(connection: Connection): i32 {
  const facts = connection.resetFacts;
  if ((connection.flags & CONNECTION.ENDED_RESET) === 0) return JUDGED.MIDDLEBOX;
  if (facts & RESET.ACK_FLAG) return isCut(connection) ? JUDGED.MIDDLEBOX : JUDGED.ABORT;
  if (facts & RESET.UNASKED) return JUDGED.MIDDLEBOX;
  if ((facts & RESET.SEQ_IS_ACK) !== 0 || answersUnheard(connection)) return JUDGED.NO_SOCKET;
  // A host that has the connection may leave the ACK flag out, but knows its own next number.
  const knowsNext = (facts & (RESET.SEQ_IS_NEXT | RESET.TTL_NEW)) === RESET.SEQ_IS_NEXT;
  if (knowsNext) return JUDGED.ABORT;
  return facts & RESET.BEYOND_CAPTURED ? JUDGED.NO_SOCKET : JUDGED.MIDDLEBOX;
}

/** Whether a RST with ACK flag came from elsewhere than its sender's packets, not only another way: its clock tells. */
export function isCut(connection: Connection): bool {
  const isElsewhere =
    (connection.resetFacts & (RESET.TTL_NEW | RESET.KNOWS_CLOCK)) === RESET.TTL_NEW;
  return isElsewhere && !hidesBehindProxy(connection);
}

/**
 * Whether all that was seen of the RST's sender came from a SYN proxy, behind which the server stands: a distance that says
 * nothing of it. Payload is never the proxy's.
 */
export function hidesBehindProxy(connection: Connection): bool {
  if ((connection.flags & CONNECTION.PROXIED) === 0) return false;
  const sender = sideAt(connection, resetSide(connection));
  return sender.bytes === 0 && ownTtls(sender) >>> 8 === 0;
}

/** Whether no packet was captured of the side that the RST went to: what it answers is not known. */
export function answersUnheard(connection: Connection): bool {
  return sideAt(connection, 1 - resetSide(connection)).packets === 0;
}

/** Whether a side went on receiving after its FIN: it had closed one direction only. */
export function receivedOn(side: Side): bool {
  return (side.facts & SIDE.ACKED_AFTER_FIN) !== 0;
}

/** Nanoseconds from the server's last packet to the RST. */
export function silenceOf(connection: Connection, server: Side): f64 {
  return connection.resetTime - server.lastTime;
}

/**
 * Whether the server's FIN was still under way: until it is acknowledged a host keeps its socket, which answers payload with
 * a RST, but no acks.
 */
export function isClosing(connection: Connection, server: Side): bool {
  const unacked = (server.facts & SIDE.FIN_SENT) !== 0 && server.ackSeq - server.finSeq < 0;
  if (!unacked || answersUnheard(connection)) return false;
  if (connection.resetFacts & RESET.UNACKED_DATA) return false;
  return silenceOf(connection, server) < PATH_MAY_HAVE_FAILED;
}

/** When the RST came. */
export function resetPhase(connection: Connection): i32 {
  const facts = connection.resetFacts;
  if (facts & (RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN)) return JUDGED.IN_CLOSE;
  const knowsAnswered = (facts & RESET.BEYOND_CAPTURED) === 0;
  if (knowsAnswered && connection.resetIdleMs >= IDLE_MS) return JUDGED.WHEN_IDLE;
  if (facts & RESET.HANDSHAKE) return JUDGED.IN_HANDSHAKE;
  if (facts & RESET.FIRST_DATA) return JUDGED.IN_FIRST_DATA;
  const stray = (connection.flags & CONNECTION.ENDED_RESET) === 0;
  return stray ? JUDGED.IN_HANDSHAKE : JUDGED.IN_TRANSFER;
}
