import * as CONNECTION from "../../connection-bits";
import * as JUDGED from "../../judgement";
import * as REASON from "../../reasons";
import * as RESET from "../../reset-bits";
import * as SIDE from "../../side-bits";
import * as SIGN from "../../sign-bits";
import { Connection, openerSide, resetTtlOf } from "../follow/connection";
import { NANOS_PER_MS } from "../follow/notes";
import { ackChanged, copyTtlOf, numberOf, ownTtls, Side, sideAt } from "../follow/side";
import { comesFrom, hasSeveralDistances, hopsOf, hopsTo, mostHopsTo } from "./hops";
import { isTranslated } from "./nat";
import {
  answersUnheard,
  hidesBehindProxy,
  IDLE_MS,
  isClosing,
  isCut,
  PATH_MAY_HAVE_FAILED,
  receivedOn,
  silenceOf,
} from "./reset";

/** An RST as a kernel without the socket builds it. */
const SOLID: i32 = RESET.WINDOW_0 | RESET.BARE | RESET.IP_ID_0;
const LIVE_DATA: i32 = RESET.UNACKED_DATA | RESET.ANSWERS_DATA | RESET.SEQ_IS_NEXT;
/** Milliseconds of silence after which something on the way may have forgotten a connection; most wait far longer. */
const FORGETS_MS: i32 = 5000;
/** A smaller TTL may have begun with 32, or with 64 more hops ago. */
const MAX_OLD_TTL: i32 = 32;
/** For as long Linux repeats a FIN that nobody answers: tcp_orphan_retries, 8 times. */
const FIN_IS_REPEATED: f64 = 100e9;
/** What shows that packets went another way, without an end of the connection. */
const OTHER_DEVICE: i32 = SIGN.TTL_MIXED | SIGN.CLOCK_CHANGED;
/** What shows that the client is not heard. */
const UNHEARD: i32 = SIGN.SILENCE | SIGN.STALLED;

/**
 * Why it is how sure that the connection's packets reached another device, from this capture alone: one of REASON.
 * Counted on public captures: of 2,349 RSTs without ACK only those are left that pass every test here.
 */
export function reasonFor(
  connection: Connection,
  server: Side,
  outcome: i32,
  by: i32,
  how: i32,
  signs: i32,
): i32 {
  if (by === JUDGED.BY_NOBODY) return reasonWithoutReset(connection, server, outcome, signs);
  if (by === JUDGED.BY_CLIENT) return reasonForClients(connection, server, how, signs);
  const facts = connection.resetFacts;
  if (facts & RESET.ACK_FLAG) {
    if (isCut(connection)) {
      return isRejectedFarther(connection, server) ? REASON.FARTHER_REJECTS : REASON.MIDDLEBOX_CUT;
    }
    return signs & SIGN.STALLED ? REASON.STALLED : REASON.SERVER_ENDED;
  }
  if (facts & RESET.UNASKED) {
    return facts & RESET.SENDER_HAD_FIN ? REASON.SERVER_HAD_CLOSED : REASON.UNASKED;
  }
  if (how !== JUDGED.NO_SOCKET) return REASON.ANSWERS_NOTHING;
  if (facts & RESET.SENDER_HAD_FIN) return reasonAfterFin(connection, server);
  if (facts & RESET.OTHER_HAD_FIN) return REASON.CLIENT_HAD_CLOSED;
  if (answersUnheard(connection)) {
    return server.ttls === 0 ? REASON.NOTHING_FOUND : REASON.CLIENT_UNHEARD;
  }
  if (facts & RESET.BEYOND_CAPTURED) return REASON.PACKETS_MISSING;
  if (facts & RESET.ACKED_AFTERWARDS) return REASON.ACKED_AFTERWARDS;
  if (hidesBehindProxy(connection)) return REASON.NOTHING_TO_COMPARE;
  const flags = connection.flags;
  const sawHandshake = (flags & CONNECTION.SYN_ACK_SEEN) !== 0;
  const solid = sawHandshake && (facts & SOLID) === SOLID;
  if (isFromElsewhere(connection, server)) return reasonForOtherTtl(connection, server, solid);
  if ((facts & RESET.TTL_KNOWN) === 0) {
    if (server.facts & SIDE.MANY_TTLS) return REASON.MANY_DISTANCES;
    const sawBeginning = sawHandshake || (flags & CONNECTION.SYN_SEEN) !== 0;
    return sawBeginning ? REASON.NOTHING_TO_COMPARE : REASON.BEGAN_BEFORE;
  }
  if (!solid || !isLive(connection, server)) return REASON.SAME_DISTANCE;
  return isAtServer(connection, server) ? REASON.MADE_AT_SERVER : REASON.LIVE_DATA_ANSWERED;
}

/** Whether the server's packets and the RST were made where the capture is, and the client's were not. */
function isAtServer(connection: Connection, server: Side): bool {
  const client = sideAt(connection, 1 - numberOf(server));
  return hopsOf(resetTtlOf(connection)) === 0 && hopsTo(server) === 0 && hopsTo(client) > 0;
}

/**
 * Whether a RST with ACK flag is like that by which pf and lwIP (with a window) reject a segment: of who does not know the
 * connection, without its options. And whether it came from farther away than the server: what cuts stands on the way.
 */
function isRejectedFarther(connection: Connection, server: Side): bool {
  const wanted = RESET.SEQ_IS_ACK | RESET.BARE;
  const unwanted = RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN | RESET.UNASKED;
  if ((connection.resetFacts & (wanted | unwanted)) !== wanted) return false;
  return !hidesDistance(connection, server) && hopsOf(resetTtlOf(connection)) > mostHopsTo(server);
}

/** What was acknowledged of a FIN that was not captured may have been one byte of payload, and another machine answered. */
function reasonAfterFin(connection: Connection, server: Side): i32 {
  const hadSocket = isClosing(connection, server) || receivedOn(server);
  if (!isFromElsewhere(connection, server)) {
    return hadSocket ? REASON.SAME_DISTANCE : REASON.SERVER_HAD_CLOSED;
  }
  if ((server.facts & SIDE.FIN_SENT) === 0) return REASON.PACKETS_MISSING;
  if (!hadSocket) return REASON.SERVER_HAD_CLOSED;
  return reasonForOtherTtl(connection, server, false);
}

/**
 * A router or firewall that rejects builds its RST as a host without a socket does (kernel nf_reject_ipv4.c), but stands
 * on the way: where the server's answers take the same one, it is nearer than the server. A machine as near may be another
 * device as well, one that is farther must be.
 */
function reasonForOtherTtl(connection: Connection, server: Side, solid: bool): i32 {
  const ttl = resetTtlOf(connection);
  const hops = hopsOf(ttl);
  if (hops === 0) return REASON.BESIDE_CAPTURE;
  if ((connection.resetFacts & RESET.WINDOW_0) === 0) return REASON.HAS_WINDOW;
  if (hidesDistance(connection, server)) return REASON.NO_DISTANCE;
  const isNearer = hops <= hopsTo(server);
  // What has forgotten a connection rejects the next packet of it.
  if (isNearer && connection.resetIdleMs >= FORGETS_MS) return REASON.NEARER_AFTER_IDLE;
  if (!solid) return REASON.OTHER_DISTANCE;
  if (isNearer) return REASON.NEARER;
  // The capture has the server's packets from before and behind who sent this; or they take several ways, and this may
  // have taken one more.
  const isBetween = hops < mostHopsTo(server);
  if (isBetween || hasSeveralDistances(connection, server) || comesFrom(server, ttl)) {
    return REASON.OTHER_DISTANCE;
  }
  // Its path may have failed, all its FINs or its RST have been lost with it, and a longer path lead to it since.
  const waited = connection.resetRetries > 0 ? waitOf(connection, server) : 0;
  if (silenceOf(connection, server) >= FIN_IS_REPEATED || waited >= PATH_MAY_HAVE_FAILED) {
    return REASON.FARTHER_AFTER_SILENCE;
  }
  // Linux gives RSTs without a socket another flow label than the socket's packets, which routers may hash (RFC 6438), and
  // the traffic class of what they answer, by which hosts and routers may route.
  if (connection.resetFacts & RESET.OTHER_LABEL) return REASON.FARTHER_OTHER_LABEL;
  return isTranslated(connection, 1 - numberOf(server))
    ? REASON.FARTHER_BEHIND_NAT
    : REASON.FARTHER;
}

/**
 * Whether another TTL may be no other distance: of an old initial one nothing tells the hops, and where the other side's
 * packets have several as well, the capture may be of two places, one after the other.
 */
function hidesDistance(connection: Connection, sender: Side): bool {
  if (ownTtls(sideAt(connection, 1 - numberOf(sender))) >>> 8 !== 0) return true;
  for (let ttls = ownTtls(sender); ttls !== 0; ttls >>>= 8) {
    if ((ttls & 0xff) <= MAX_OLD_TTL) return true;
  }
  return resetTtlOf(connection) <= MAX_OLD_TTL;
}

/** Nanoseconds of the server's silence after the client had sent for the first time what was answered. */
function waitOf(connection: Connection, server: Side): f64 {
  return silenceOf(connection, server) - <f64>connection.resetIdleMs * NANOS_PER_MS;
}

/**
 * Whether the answered segment was part of a transfer that was going on. After a silence the server may have closed, and
 * its FIN have been lost, or wait behind what it had to send; a listener that ends takes along the connections that it has
 * not accepted.
 */
function isLive(connection: Connection, server: Side): bool {
  const facts = connection.resetFacts;
  const young = (facts & (RESET.HANDSHAKE | RESET.FIRST_DATA)) !== 0;
  if (young || connection.resetIdleMs >= IDLE_MS) return false;
  if (silenceOf(connection, server) >= PATH_MAY_HAVE_FAILED) return false;
  const isWaiting = (facts & (LIVE_DATA | RESET.MORE_TO_SEND)) === LIVE_DATA;
  return (connection.flags & CONNECTION.ESTABLISHED) !== 0 && isWaiting;
}

/**
 * Whether the RST's TTL is another one, and not only begun with another number: a socket may have one of its own (IP_TTL),
 * which the kernel's RSTs without a socket have not.
 */
function isFromElsewhere(connection: Connection, sender: Side): bool {
  if ((connection.resetFacts & RESET.TTL_NEW) === 0) return false;
  const ttl = resetTtlOf(connection);
  return hopsOf(ttl) !== hopsTo(sender) && !mayBeCopy(connection, sender, ttl);
}

/**
 * Whether the capture has packets of the other side twice and of the RST's sender only one copy each: of the RST it may have
 * the other copy.
 */
function mayBeCopy(connection: Connection, sender: Side, ttl: i32): bool {
  const other = sideAt(connection, 1 - numberOf(sender));
  const copyTtl = copyTtlOf(other);
  if (copyTtl === 0 || copyTtlOf(sender) !== 0) return false;
  const hopsBetween = abs((other.ttls & 0xff) - copyTtl);
  return abs((sender.ttls & 0xff) - ttl) === hopsBetween;
}

/** A RST without ACK flag is the kernel's where there is no socket: a program that resets its connection has one. */
function reasonForClients(connection: Connection, server: Side, how: i32, signs: i32): i32 {
  if (signs & UNHEARD) return reasonForSilence(connection, server, signs);
  const facts = connection.resetFacts;
  const had = (facts & (RESET.ACK_FLAG | RESET.SENDER_HAD_FIN)) !== 0;
  const hadNone = !had && how === JUDGED.NO_SOCKET;
  // Which side is the client is a guess, and another machine than that one answered.
  const isNew = (facts & RESET.TTL_NEW) !== 0;
  if (hadNone && isNew && openerSide(connection) < 0) return REASON.BEGAN_BEFORE;
  const client = sideAt(connection, 1 - numberOf(server));
  const isOther = isFromElsewhere(connection, client) && !hidesDistance(connection, client);
  if (isOther && (facts & RESET.KNOWS_CLOCK) === 0) return REASON.CLIENT_ELSEWHERE;
  if (!hadNone) return REASON.CLIENT_RESET;
  return lostSocket(connection, client, server)
    ? REASON.CLIENT_LOST_SOCKET
    : REASON.CLIENT_HAD_NONE;
}

/** Whether a client that has no socket had used one, and what took it was not captured. */
function lostSocket(connection: Connection, client: Side, server: Side): bool {
  if (server.packets === 0) return (client.facts & SIDE.HAS_ACK) !== 0;
  const unused = client.bytes === 0 && !ackChanged(client);
  if ((connection.resetFacts & RESET.TTL_NEW) !== 0 || unused) return false;
  const isUp = (connection.flags & CONNECTION.ESTABLISHED) !== 0;
  return isUp && (server.facts & SIDE.FIN_SENT) === 0;
}

/** Whether the client met with silence, with ICMP errors and nothing else, or with packets that are no answer. */
function reasonForSilence(connection: Connection, server: Side, signs: i32): i32 {
  if (signs & SIGN.STALLED) return REASON.STALLED;
  const client = sideAt(connection, 1 - numberOf(server));
  return client.facts & SIDE.UNREACHABLE ? REASON.MET_ERRORS : REASON.MET_SILENCE;
}

function reasonWithoutReset(connection: Connection, server: Side, outcome: i32, signs: i32): i32 {
  if (outcome === JUDGED.OPEN && (signs & SIGN.TOO_BIG_IGNORED) !== 0) return REASON.TOO_BIG_STALLS;
  if (signs & UNHEARD) return reasonForSilence(connection, server, signs);
  if (signs & SIGN.RST_PASSED_OVER) return REASON.RST_PASSED_OVER;
  if (signs & OTHER_DEVICE) return REASON.WENT_ON;
  return outcome === JUDGED.CLOSED ? REASON.ENDED_WELL : REASON.NOTHING_FOUND;
}
