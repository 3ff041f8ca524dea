import {
  CONNECTION,
  type ConnectionView,
  type DeviceView,
  RESET,
  SIDE,
  type SideView,
  UNKNOWN,
} from "../engine/index.js";
import { ttlsOf } from "./facts.js";
import { IDLE_MS } from "./outcome.js";
import type { Reset, Sign } from "./record.js";

const US_PER_MS = 1000;
/** Handshake round trips below this were captured beside the server, where they tell nothing. */
const MIN_RTT_US = 1000;
/** A round trip counts as another one from this factor on. */
const RTT_STEP = 1.5;

/** The independent signs for and against a shift, with the numbers that show them. */
export function signsOf(
  connection: ConnectionView,
  client: SideView,
  server: SideView,
  reset: Reset | undefined,
  device: DeviceView | undefined,
): Sign[] {
  const signs: Sign[] = [];
  if (reset?.by === "server") addResetSigns(signs, connection, client, server, reset);
  if (device !== undefined) addFateSign(signs, device);
  addPathSigns(signs, connection, client, server);
  return signs;
}

function add(signs: Sign[], id: string, isFor: boolean, text: string): void {
  signs.push({ id, for: isFor, text });
}

function addResetSigns(
  signs: Sign[],
  connection: ConnectionView,
  client: SideView,
  server: SideView,
  reset: Reset,
): void {
  const facts = connection.resetFacts;
  if (reset.how === "no-socket") {
    add(
      signs,
      "no-socket-rst",
      true,
      "RST without ACK flag whose seq is an ack of the client: its sender had no socket",
    );
  } else if (facts & RESET.ACK_FLAG) {
    add(signs, "abort-rst", false, "RST with ACK flag: its sender knew the connection");
  } else {
    add(
      signs,
      "foreign-seq",
      false,
      "the RST's seq is no ack of the client: it answers none of its segments",
    );
  }
  if (facts & RESET.TTL_KNOWN) {
    const before = ttlsOf(server).join(", ");
    if (facts & RESET.TTL_NEW) {
      add(
        signs,
        "ttl-changed",
        true,
        `RST with TTL ${connection.resetTtl}, the server's other packets have ${before}`,
      );
    } else {
      add(
        signs,
        "ttl-same",
        false,
        `RST with TTL ${connection.resetTtl}, as the server's other packets`,
      );
    }
  }
  if (reset.how === "no-socket") addAnswerSigns(signs, connection, server);
  if (facts & RESET.SENDER_HAD_FIN) {
    add(
      signs,
      "server-closed-first",
      false,
      "the server had sent FIN before: it answers late packets of a closed connection",
    );
  } else if (facts & RESET.OTHER_HAD_FIN) {
    add(
      signs,
      "client-closed-first",
      false,
      "the client had sent FIN before: its close was answered, or a packet after it",
    );
  }
  if (connection.resetIdleMs >= IDLE_MS) {
    add(
      signs,
      "after-idle",
      true,
      `the answered segment came after ${(connection.resetIdleMs / 1000).toFixed(1)} s of silence`,
    );
  }
  if (connection.resetRetries > 0) {
    add(
      signs,
      "after-retransmission",
      true,
      `the client had to send the answered segment ${connection.resetRetries + 1} times: loss or a silent device before the RST`,
    );
  }
  addRttSign(signs, connection);
  if (facts & RESET.ANSWERS_FRAGMENT) {
    add(
      signs,
      "fragmented",
      true,
      "the answered segment was a fragmented datagram, which has no ports to hash",
    );
  }
  if (client.facts & SIDE.ASKED_ECN && client.facts & SIDE.SENT_ECT) {
    add(signs, "ecn", true, "the client's SYN and its data differ in the ECN bits");
  }
}

/** What tells a segment that met no socket from one that met a socket which had just gone. */
function addAnswerSigns(signs: Sign[], connection: ConnectionView, server: SideView): void {
  const facts = connection.resetFacts;
  const bare = (facts & RESET.WINDOW_0) !== 0 && (facts & RESET.BARE) !== 0;
  add(
    signs,
    "rst-bare",
    bare,
    bare
      ? "window 0, no options: built without a socket"
      : "window or options are set: built from a socket",
  );
  if (connection.resetIpId !== UNKNOWN) {
    const zero = (facts & RESET.IP_ID_0) !== 0;
    const others = server.facts & SIDE.IP_ID_SET ? ", the server's other packets count" : "";
    add(
      signs,
      "ip-id",
      zero,
      zero
        ? `IP id 0${others}`
        : `IP id ${connection.resetIpId}: Linux sends 0 where it has no socket`,
    );
  }
  if (facts & RESET.UNACKED_DATA) {
    add(signs, "answers-data", true, "the server had not acknowledged the client's last payload");
  } else if (!isDownload(connection, server)) {
    add(
      signs,
      "nothing-outstanding",
      false,
      "the server had acknowledged all payload of the client",
    );
  }
  const next = (facts & RESET.SEQ_IS_NEXT) !== 0;
  if (server.ttls !== 0) {
    add(
      signs,
      "seq-next",
      next,
      next
        ? "seq continues what the server sent"
        : "seq is not the next one of what the server sent: packets were under way or are missing",
    );
  }
}

/** The server was sending: what was answered is an ack, and nothing of the client's can be outstanding. */
function isDownload(connection: ConnectionView, server: SideView): boolean {
  return server.bytes > 0 && (connection.resetFacts & RESET.SEQ_IS_NEXT) === 0;
}

function addRttSign(signs: Sign[], connection: ConnectionView): void {
  const before = connection.handshakeUs;
  const after = connection.resetRttUs;
  if (before < MIN_RTT_US || after === UNKNOWN) return;
  if (after > before * RTT_STEP || after * RTT_STEP < before) {
    const text = `round trip ${(before / US_PER_MS).toFixed(1)} ms at the handshake, ${(after / US_PER_MS).toFixed(1)} ms at the RST`;
    add(signs, "rtt-step", true, text);
  }
}

/** A device that restarted has no connection left. */
function addFateSign(signs: Sign[], { reset, survived }: DeviceView): void {
  if (survived > 0) {
    const text = `${survived} other connections of this server at the same distance went on: it has not restarted`;
    add(signs, "others-went-on", true, text);
  } else if (reset > 1) {
    const text = `all ${reset} connections of this server at this distance that were used again got such a RST: a restart looks the same`;
    add(signs, "all-lost", false, text);
  }
}

/** Signs that need no RST. */
function addPathSigns(
  signs: Sign[],
  connection: ConnectionView,
  client: SideView,
  server: SideView,
): void {
  if (server.ttls >>> 8 !== 0) {
    add(
      signs,
      "ttl-mixed",
      true,
      `the server's packets have the TTLs ${ttlsOf(server).join(", ")}`,
    );
  }
  if (server.facts & SIDE.CLOCK_WENT_BACK) {
    add(
      signs,
      "clock-changed",
      true,
      "the server's TCP timestamps went back: another clock answers",
    );
  }
  if (connection.flags & CONNECTION.SYN_ACKS_DIFFER) {
    add(
      signs,
      "syn-acks-differ",
      true,
      "SYN-ACKs with different initial sequence numbers: several devices answered the SYN",
    );
  }
  if (client.facts & SIDE.LABEL_CHANGED) {
    const what = connection.flags & CONNECTION.IPV6 ? "flow label" : "traffic class";
    add(signs, "label-changed", true, `the client's ${what} changed within the connection`);
  }
  const told = connection.flags & (CONNECTION.TOO_BIG_TO_0 | CONNECTION.TOO_BIG_TO_1);
  if (told && (client.facts | server.facts) & SIDE.IGNORED_TOO_BIG) {
    add(
      signs,
      "too-big-ignored",
      true,
      `a router said that packets above ${connection.mtu} bytes do not pass, yet full-size segments were sent again`,
    );
  }
}
