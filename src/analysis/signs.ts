import {
  CONNECTION,
  type ConnectionView,
  type DeviceView,
  RESET,
  SIDE,
  type SideView,
  UNKNOWN,
} from "../engine/index.js";
import { tailRetriesOf } from "./facts.js";
import { IDLE_MS } from "./outcome.js";
import type { Outcome, Reset } from "./record.js";
import * as SIGN from "./sign-bits.js";

/** Handshake round trips below this were captured beside the server, where they tell nothing. */
const MIN_RTT_US = 1000;
/** A round trip counts as another one from this factor on. */
const RTT_FACTOR = 1.5;
/** Unanswered repetitions of the last segment from which on a connection counts as met with silence. */
const SILENT_RETRIES = 3;

/** What a capture shows of one connection. */
export interface Traces {
  connection: ConnectionView;
  client: SideView;
  server: SideView;
  /** The server at its distance; it says nothing where `server.device` is 0. */
  device: DeviceView;
}

/** The independent signs for and against a shift, as bits of SIGN. */
export function signsOf(traces: Traces, outcome: Outcome, reset: Reset | undefined): number {
  const path = pathSigns(traces);
  if (reset === undefined) return path | silenceSign(traces, outcome, path);
  return reset.by === "server" ? path | resetSigns(traces, reset) | fateSign(traces) : path;
}

function resetSigns({ connection, client, server }: Traces, { how }: Reset): number {
  const facts = connection.resetFacts;
  let signs = rttSign(connection);
  if (how === "no-socket") signs |= SIGN.NO_SOCKET_RST | answerSigns(connection, server);
  else signs |= facts & RESET.ACK_FLAG ? SIGN.ABORT_RST : SIGN.FOREIGN_SEQ;
  if (facts & RESET.TTL_KNOWN) {
    signs |= facts & RESET.TTL_NEW ? SIGN.TTL_CHANGED : SIGN.TTL_SAME;
  }
  if (facts & RESET.SENDER_HAD_FIN) signs |= SIGN.SERVER_CLOSED_FIRST;
  else if (facts & RESET.OTHER_HAD_FIN) signs |= SIGN.CLIENT_CLOSED_FIRST;
  if (connection.resetIdleMs >= IDLE_MS) signs |= SIGN.AFTER_IDLE;
  if (connection.resetRetries > 0) signs |= SIGN.AFTER_RETRANSMISSION;
  if (facts & RESET.ANSWERS_FRAGMENT) signs |= SIGN.FRAGMENTED;
  if (client.facts & SIDE.ASKED_ECN && client.facts & SIDE.SENT_ECT) signs |= SIGN.ECN;
  return signs;
}

/** What tells a segment that met no socket from one that met a socket which had just gone. */
function answerSigns(connection: ConnectionView, server: SideView): number {
  const facts = connection.resetFacts;
  const bare = (facts & RESET.WINDOW_0) !== 0 && (facts & RESET.BARE) !== 0;
  let signs = bare ? SIGN.RST_BARE : SIGN.RST_NOT_BARE;
  if (connection.resetIpId !== UNKNOWN) {
    signs |= facts & RESET.IP_ID_0 ? SIGN.IP_ID_ZERO : SIGN.IP_ID_SET;
  }
  const next = (facts & RESET.SEQ_IS_NEXT) !== 0;
  if (facts & RESET.UNACKED_DATA) signs |= SIGN.ANSWERS_DATA;
  // Where the server was sending, an ack was answered, and nothing of the client's can be outstanding.
  else if (next || server.bytes === 0) signs |= SIGN.NOTHING_OUTSTANDING;
  if (server.ttls !== 0) signs |= next ? SIGN.SEQ_NEXT : SIGN.SEQ_NOT_NEXT;
  return signs;
}

function rttSign({ handshakeUs: before, resetRttUs: after }: ConnectionView): number {
  if (before < MIN_RTT_US || after === UNKNOWN) return 0;
  return after > before * RTT_FACTOR || after * RTT_FACTOR < before ? SIGN.RTT_STEP : 0;
}

/** A device that restarted has no connection left. */
function fateSign({ server, device }: Traces): number {
  if (server.device === 0) return 0;
  if (device.survived > 0) return SIGN.OTHERS_WENT_ON;
  return device.reset > 1 ? SIGN.ALL_LOST : 0;
}

/** Signs that need no RST. */
function pathSigns({ connection, client, server }: Traces): number {
  const flags = connection.flags;
  let signs = 0;
  if (server.ttls >>> 8 !== 0) signs |= SIGN.TTL_MIXED;
  if (server.facts & SIDE.CLOCK_WENT_BACK) signs |= SIGN.CLOCK_CHANGED;
  if (flags & CONNECTION.SYN_ACKS_DIFFER) signs |= SIGN.SYN_ACKS_DIFFER;
  if (client.facts & SIDE.LABEL_CHANGED) signs |= SIGN.LABEL_CHANGED;
  const told = flags & (CONNECTION.TOO_BIG_TO_0 | CONNECTION.TOO_BIG_TO_1);
  if (told && (client.facts | server.facts) & SIDE.IGNORED_TOO_BIG) signs |= SIGN.TOO_BIG_IGNORED;
  return signs;
}

/** Segments that are too big meet with silence, too, and have a sign of their own. */
function silenceSign({ client }: Traces, outcome: Outcome, path: number): number {
  const isOther = outcome !== "open" || (path & SIGN.TOO_BIG_IGNORED) !== 0;
  return !isOther && tailRetriesOf(client) >= SILENT_RETRIES ? SIGN.SILENCE : 0;
}
