import { CONNECTION, type ConnectionView, RESET, type SideView } from "../engine/index.js";
import { ttlsOf } from "./facts.js";
import { hopsOf } from "./hops.js";
import type { ConnectionRecord, Outcome, Reset } from "./record.js";
import * as SIGN from "./sign-bits.js";
import type { Traces } from "./signs.js";

/** A grade and its reason. */
export type Graded = readonly [grade: ConnectionRecord["shifted"]["grade"], reason: string];

/**
 * How sure it is that the connection's packets reached another device, from this capture alone.
 * Counted on public captures: of 2,349 RSTs without ACK only those are left that pass every test here.
 */
export function gradeShift(
  { connection, server }: Traces,
  outcome: Outcome,
  reset: Reset | undefined,
  signs: number,
): Graded {
  return reset === undefined ? gradeStall(outcome, signs) : gradeReset(connection, server, reset);
}

const ENDED_WELL: Graded = ["no", "it ended with FIN from both sides"];
const NOTHING_FOUND: Graded = ["no", "nothing speaks for a shift"];

function gradeReset(connection: ConnectionView, server: SideView, reset: Reset): Graded {
  const facts = connection.resetFacts;
  if (reset.by === "client") return ["no", "the client reset it itself"];
  if (facts & RESET.ACK_FLAG) {
    return facts & RESET.TTL_NEW
      ? ["no", "the RST knows the connection but comes from elsewhere: a middlebox cut it"]
      : ["no", "the server's own kernel or process ended it: the RST has the ACK flag"];
  }
  if (reset.how !== "no-socket") return ["no", "the RST answers no segment of the client"];
  if (facts & RESET.SENDER_HAD_FIN) return ["no", "the server had closed before"];
  if (facts & RESET.OTHER_HAD_FIN) {
    return [
      "possible",
      "the client had begun to close: a closed server looks the same as another device",
    ];
  }
  const solid =
    (facts & RESET.WINDOW_0) !== 0 && (facts & RESET.BARE) !== 0 && (facts & RESET.IP_ID_0) !== 0;
  const sawHandshake = (connection.flags & CONNECTION.SYN_ACK_SEEN) !== 0;
  const sawBeginning = sawHandshake || (connection.flags & CONNECTION.SYN_SEEN) !== 0;
  if (facts & RESET.TTL_NEW) return gradeOtherTtl(connection, server, solid && sawHandshake);
  if ((facts & RESET.TTL_KNOWN) === 0) {
    return [
      "possible",
      sawBeginning
        ? "no other packet of the server was captured to compare the RST with"
        : "a machine without a socket answered, and the beginning was not captured: it was at another device, under another source address (NAT), or before the capture",
    ];
  }
  const established = (connection.flags & CONNECTION.ESTABLISHED) !== 0;
  const answered = (facts & RESET.UNACKED_DATA) !== 0 && (facts & RESET.ANSWERS_DATA) !== 0;
  if (sawHandshake && established && answered && solid && facts & RESET.SEQ_IS_NEXT) {
    return [
      "likely",
      "live data was answered by a machine without a socket, at the same distance: another device as far away, or a device that restarted",
    ];
  }
  return [
    "possible",
    "a machine without a socket answered, at the same distance: a socket that had gone looks the same",
  ];
}

/**
 * A router or firewall that rejects builds its RST as a host without a socket does (kernel nf_reject_ipv4.c), but stands
 * on the way: it is nearer than the server. A machine as near may be another device as well, one that is farther must be.
 */
function gradeOtherTtl(connection: ConnectionView, server: SideView, solid: boolean): Graded {
  const hops = hopsOf(connection.resetTtl);
  let serverHops = Number.POSITIVE_INFINITY;
  for (const ttl of ttlsOf(server)) serverHops = Math.min(serverHops, hopsOf(ttl));
  if (hops === 0 && serverHops > 0) {
    return [
      "possible",
      "the RST was made right beside this capture, by a device there or by a router or firewall that rejects",
    ];
  }
  if (!solid) return ["likely", "a machine at another distance answered without a socket"];
  return hops > serverHops
    ? [
        "certain",
        "a machine farther away than the one that accepted the connection answered that it has no socket for it",
      ]
    : [
        "likely",
        "a nearer machine than the one that accepted the connection answered that it has no socket for it; a firewall that rejects would look the same",
      ];
}

function gradeStall(outcome: Outcome, signs: number): Graded {
  if (outcome === "open" && signs & SIGN.TOO_BIG_IGNORED) {
    return [
      "possible",
      "it stalls: the sender does not learn that its packets are too big, as when another device gets that message",
    ];
  }
  if (signs & SIGN.SILENCE) {
    return [
      "possible",
      "it met with silence: a dead device, or another one that drops what it does not know",
    ];
  }
  if (signs & (SIGN.TTL_MIXED | SIGN.CLOCK_CHANGED)) {
    return ["no", "the path or device changed, and the connection went on"];
  }
  return outcome === "closed" ? ENDED_WELL : NOTHING_FOUND;
}
