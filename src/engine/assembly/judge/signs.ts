import * as CONNECTION from "../../connection-bits";
import * as JUDGED from "../../judgement";
import { NO_ID, UNKNOWN } from "../../layout";
import * as RESET from "../../reset-bits";
import * as SIDE from "../../side-bits";
import * as SIGN from "../../sign-bits";
import { Connection } from "../follow/connection";
import { Device, deviceOfSide, wasThere } from "../follow/devices";
import { hasUnacked } from "../follow/reset-facts";
import { numberOf, Side, tailRetriesOf } from "../follow/side";
import { hasSeveralDistances } from "./hops";
import { answersUnheard, hidesBehindProxy, IDLE_MS, isClosing, receivedOn } from "./reset";

/** Handshake round trips below this were captured beside the server, where they tell nothing. */
const MIN_RTT_US: i32 = 1000;
const US_PER_MS: f64 = 1000;
/** A round trip counts as another one from this factor on. */
const RTT_FACTOR: f64 = 1.5;

/** The independent signs for and against a shift, as bits of SIGN. */
export function signsOf(
  connection: Connection,
  client: Side,
  server: Side,
  outcome: i32,
  by: i32,
  how: i32,
): i32 {
  const path = pathSigns(connection, client, server);
  const stall = silenceSign(client, server, outcome, by, path);
  if (by !== JUDGED.BY_SERVER) return path | stall;
  const reset = resetSigns(connection, client, server, how) | fateSign(connection, server);
  // A server that gives up as nothing reaches it is one that ends it; what it sends for that has come back.
  return path | reset | (how === JUDGED.ABORT ? stall & SIGN.STALLED : 0);
}

function resetSigns(connection: Connection, client: Side, server: Side, how: i32): i32 {
  const facts = connection.resetFacts;
  let signs = 0;
  if (how === JUDGED.NO_SOCKET) signs |= answerSigns(connection, server);
  else if (facts & RESET.ACK_FLAG) {
    signs |= SIGN.ABORT_RST;
    if (facts & RESET.HEARD_NOTHING) signs |= SIGN.STALLED;
  } else signs |= facts & RESET.UNASKED ? SIGN.UNASKED : SIGN.FOREIGN_SEQ;
  if (facts & RESET.ACKED_AFTERWARDS) signs |= SIGN.ACKED_AFTERWARDS;
  if ((facts & RESET.TTL_KNOWN) !== 0 && !hidesBehindProxy(connection)) {
    signs |= facts & RESET.TTL_NEW ? SIGN.TTL_CHANGED : SIGN.TTL_SAME;
  }
  if (facts & RESET.SENDER_HAD_FIN) {
    const hadClosed = !receivedOn(server) && !isClosing(connection, server);
    if (hadClosed) signs |= SIGN.SERVER_CLOSED_FIRST;
  } else if (facts & RESET.OTHER_HAD_FIN) signs |= SIGN.CLIENT_CLOSED_FIRST;
  if (facts & RESET.ANSWERS_FRAGMENT) signs |= SIGN.FRAGMENTED;
  const ecn = SIDE.ASKED_ECN | SIDE.SENT_ECT;
  if ((client.facts & ecn) === ecn) signs |= SIGN.ECN;
  return signs;
}

/** What tells a segment that met no socket from one that met a socket which had just gone. */
function answerSigns(connection: Connection, server: Side): i32 {
  const facts = connection.resetFacts;
  const bare = RESET.WINDOW_0 | RESET.BARE;
  let signs = (facts & bare) === bare ? SIGN.RST_BARE : SIGN.RST_NOT_BARE;
  if (connection.resetIpId !== NO_ID) {
    signs |= facts & RESET.IP_ID_0 ? SIGN.IP_ID_ZERO : SIGN.IP_ID_SET;
  }
  const next = (facts & RESET.SEQ_IS_NEXT) !== 0;
  if (server.ttls !== 0) signs |= next ? SIGN.SEQ_NEXT : SIGN.SEQ_NOT_NEXT;
  if ((facts & RESET.SEQ_IS_ACK) === 0 || answersUnheard(connection)) return signs;
  signs |= SIGN.NO_SOCKET_RST | rttSign(connection);
  if (connection.resetIdleMs >= IDLE_MS) signs |= SIGN.AFTER_IDLE;
  if (connection.resetRetries > 0) signs |= SIGN.AFTER_RETRANSMISSION;
  if (facts & RESET.UNACKED_DATA) signs |= SIGN.ANSWERS_DATA;
  // Where the server was sending, an ack was answered, and nothing of the client's can be outstanding.
  else if (server.ttls !== 0 && (next || server.bytes === 0)) signs |= SIGN.NOTHING_OUTSTANDING;
  return signs;
}

/**
 * Only where it is known which segment was answered: the last one, where nothing was under way before it, and which was
 * sent once (Karn's algorithm, RFC 6298 section 3).
 */
function rttSign(connection: Connection): i32 {
  const before = connection.handshakeUs;
  const after = connection.resetRttUs;
  if (before < MIN_RTT_US || after === UNKNOWN) return 0;
  if (connection.resetRetries > 0 || <f64>connection.resetIdleMs * US_PER_MS < before) return 0;
  const longer = <f64>after > <f64>before * RTT_FACTOR;
  return longer || <f64>after * RTT_FACTOR < <f64>before ? SIGN.RTT_STEP : 0;
}

/** A device that restarted has no connection left; of one that lost this one later than others it may be true as well. */
function fateSign(connection: Connection, server: Side): i32 {
  if (server.device === 0) return 0;
  const device: Device = deviceOfSide(server);
  if (wasThere(device, connection, numberOf(server))) return SIGN.OTHERS_WENT_ON;
  return device.wentOn === 0 && device.reset > 1 ? SIGN.ALL_LOST : 0;
}

/** Signs that need no RST. */
function pathSigns(connection: Connection, client: Side, server: Side): i32 {
  const flags = connection.flags;
  let signs = 0;
  if (hasSeveralDistances(connection, server)) signs |= SIGN.TTL_MIXED;
  if (server.facts & SIDE.CLOCK_WENT_BACK) signs |= SIGN.CLOCK_CHANGED;
  if (flags & CONNECTION.SYN_ACKS_DIFFER) signs |= SIGN.SYN_ACKS_DIFFER;
  if (client.facts & SIDE.LABEL_CHANGED) signs |= SIGN.LABEL_CHANGED;
  if (server.facts & SIDE.RST_PASSED_OVER) signs |= SIGN.RST_PASSED_OVER;
  const told = (flags & (CONNECTION.TOO_BIG_TO_0 | CONNECTION.TOO_BIG_TO_1)) !== 0;
  const ignored = ((client.facts | server.facts) & SIDE.IGNORED_TOO_BIG) !== 0;
  return told && ignored ? signs | SIGN.TOO_BIG_IGNORED : signs;
}

/** Segments that are too big meet with silence, too, and have a sign of their own. Of a RST it is the client's. */
function silenceSign(client: Side, server: Side, outcome: i32, by: i32, path: i32): i32 {
  if (!mayStall(outcome, client, server) || (path & SIGN.TOO_BIG_IGNORED) !== 0) return 0;
  // Who resets it behind keep-alives that met with silence gave up for that: many hosts are set to do so after three.
  const gaveUp = by === JUDGED.BY_CLIENT && (client.facts & SIDE.ASKING) !== 0;
  if (tailRetriesOf(client) >= (gaveUp ? SIDE.VAIN_RETRIES - 1 : SIDE.VAIN_RETRIES)) {
    if (client.facts & SIDE.IN_VAIN) return SIGN.STALLED;
    // What comes late to a closed server may be dropped as well.
    return (server.facts & SIDE.FIN_SENT) === 0 || receivedOn(server) ? SIGN.SILENCE : 0;
  }
  // The client goes on acknowledging what the server sends again.
  const vain = SIDE.IN_VAIN | SIDE.REPEATS_ACKED;
  const hasAcked = (server.facts & vain) === vain;
  return hasAcked && tailRetriesOf(server) >= SIDE.VAIN_RETRIES ? SIGN.STALLED : 0;
}

/**
 * Whether silence can have harmed it: behind the server's FIN only where payload was under way, and not where the server was
 * never heard.
 */
function mayStall(outcome: i32, client: Side, server: Side): bool {
  if (outcome === JUDGED.REFUSED || server.packets === 0) return false;
  return (server.facts & SIDE.FIN_SENT) === 0 || hasUnacked(client) || hasUnacked(server);
}
