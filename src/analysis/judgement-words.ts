import { CONN, JUDGED, REASON } from "../engine/index.js";
import { OUTCOMES } from "./kinds.js";
import type { ConnectionRecord, Outcome, Reset } from "./record.js";

// What the engine's numbers mean (src/engine/judgement.ts).

const OPENERS = ["guess", "SYN-ACK", "SYN"] as const;
const HOWS = ["no-socket", "abort", "middlebox"] as const;
const PHASES = ["handshake", "first-data", "transfer", "idle", "close"] as const;
const STATES = namesByNumber(CONN);

/** A grade and its reason. */
interface Graded {
  grade: ConnectionRecord["shifted"]["grade"];
  reason: string;
}

const GRADED: Record<keyof typeof REASON, Graded> = {
  NOTHING_FOUND: { grade: "no", reason: "nothing speaks for a shift" },
  ENDED_WELL: { grade: "no", reason: "it ended with FIN from both sides" },
  WENT_ON: {
    grade: "no",
    reason: "there are signs of another path or device, and no RST ended it",
  },
  RST_PASSED_OVER: {
    grade: "possible",
    reason:
      "a machine without a socket answered, and the connection went on: another device got some of its packets, as where the route came back or balances them one by one, or the RST was forged",
  },
  TOO_BIG_STALLS: {
    grade: "possible",
    reason:
      "it stalls: the sender does not learn that its packets are too big, as when another device gets that message",
  },
  MET_SILENCE: {
    grade: "possible",
    reason:
      "it met with silence: a dead device, a broken way to it or back, or another one that drops what it does not know",
  },
  MET_ERRORS: {
    grade: "possible",
    reason:
      "only ICMP errors answered it: a router without a way to the server, a firewall, or another device that rejects what it does not know",
  },
  STALLED: {
    grade: "possible",
    reason:
      "it stalls: what the client sends does not get to where the server's packets come from, or is not taken there: another device gets it or answers for an older connection, its way is broken, or a full accept queue does not take it",
  },
  CLIENT_RESET: { grade: "no", reason: "the client reset it itself" },
  CLIENT_ELSEWHERE: {
    grade: "no",
    reason:
      "the RST bears the client's address but comes from elsewhere: a middlebox forged it, another host answered for the client, or the client's way has changed",
  },
  CLIENT_HAD_NONE: {
    grade: "no",
    reason:
      "the client had no socket for it: it never had one, as where it scans, or what had ended that was not captured",
  },
  CLIENT_LOST_SOCKET: {
    grade: "possible",
    reason:
      "the client had no socket for it any more, and what had ended that was not captured: a RST of the server or of another device, or its own end, whose FIN may have waited behind payload",
  },
  MIDDLEBOX_CUT: {
    grade: "no",
    reason:
      "the RST has the ACK flag but comes from elsewhere: a middlebox cut it, one had accepted it (SYN proxy), the server's way has changed, or another device rejects what it does not know with that flag (pf, lwIP)",
  },
  FARTHER_REJECTS: {
    grade: "possible",
    reason:
      "the RST has the ACK flag and comes from farther away than the server: another device rejects with it what it does not know (pf, lwIP), the server's way has become longer, a proxy had accepted the connection, or a middlebox cut it",
  },
  SERVER_ENDED: {
    grade: "no",
    reason: "the server's own kernel or process ended it: the RST has the ACK flag",
  },
  ANSWERS_NOTHING: { grade: "no", reason: "the RST answers no segment of the client" },
  UNASKED: {
    grade: "possible",
    reason:
      "nothing of the client asked for the RST: a firewall or load balancer that forgets idle connections, or an answer to a segment that the capture lacks",
  },
  ACKED_AFTERWARDS: {
    grade: "possible",
    reason:
      "the server acknowledged afterwards what the RST seems to answer: it was forged on the way, or answers another packet, which went elsewhere",
  },
  SERVER_HAD_CLOSED: { grade: "no", reason: "the server had closed before" },
  CLIENT_HAD_CLOSED: {
    grade: "possible",
    reason: "the client had begun to close: a closed server looks the same as another device",
  },
  NOTHING_TO_COMPARE: {
    grade: "possible",
    reason:
      "no other packet of the server was captured to compare the RST with, or only those of a SYN proxy",
  },
  BEGAN_BEFORE: {
    grade: "possible",
    reason:
      "a machine without a socket answered, and the beginning was not captured: it was at another device, under another source address (NAT), or before the capture",
  },
  LIVE_DATA_ANSWERED: {
    grade: "likely",
    reason:
      "live data was answered by a machine without a socket, at the same distance: another device as far away, one that restarted, a server that closed or aborted and its FIN or RST was lost, a firewall on it, one on the way that reset the server alone, or a new source address of the client (NAT)",
  },
  SAME_DISTANCE: {
    grade: "possible",
    reason:
      "a machine without a socket answered, at the same distance: a socket that had gone looks the same, as when its close was lost or waited behind payload, or its listener ended",
  },
  MADE_AT_SERVER: {
    grade: "possible",
    reason:
      "the RST was made right beside this capture, as the server's other packets: where that is the server itself, its socket had gone, or the client's source address has changed (NAT); where it is a router, another device beside it looks the same",
  },
  BESIDE_CAPTURE: {
    grade: "possible",
    reason:
      "the RST was made right beside this capture, by a device there or by a router or firewall that rejects",
  },
  OTHER_DISTANCE: {
    grade: "likely",
    reason:
      "a machine without a socket answered from another distance: another device, or the same one over another way, as where a NAT changed the client's address",
  },
  FARTHER: {
    grade: "certain",
    reason:
      "a machine farther away than the one that accepted the connection answered that it has no socket for it",
  },
  FARTHER_AFTER_SILENCE: {
    grade: "likely",
    reason:
      "a machine farther away than the one that accepted the connection answered that it has no socket for it; nothing of the server had come for so long that it may have closed, and its path have changed",
  },
  FARTHER_OTHER_LABEL: {
    grade: "likely",
    reason:
      "a machine farther away than the one that accepted the connection answered that it has no socket for it; its flow label or traffic class is another one, so that the RST of one that restarted may have come a longer way, where these are hashed or routed by",
  },
  FARTHER_BEHIND_NAT: {
    grade: "likely",
    reason:
      "a machine farther away than the one that accepted the connection answered that it has no socket for it; the client's address is private, and a NAT that changed its public one together with the way looks the same",
  },
  NEARER: {
    grade: "likely",
    reason:
      "a nearer machine than the one that accepted the connection answered that it has no socket for it; a firewall that rejects would look the same, and so would the host of a container or virtual machine that has gone, and the same machine over a shorter way, as where a NAT changed the client's address",
  },
  NEARER_AFTER_IDLE: {
    grade: "possible",
    reason:
      "a nearer machine than the one that accepted the connection answered that it has no socket for it, after a silence: a firewall or NAT that had forgotten it looks the same",
  },
  NO_DISTANCE: {
    grade: "possible",
    reason:
      "a machine without a socket answered with another TTL, which tells no distance here: one of 32 or less may have begun with 32 or with 64, and where the client's packets have several, the place of the capture may have changed",
  },
  HAS_WINDOW: {
    grade: "possible",
    reason:
      "the RST came from another distance and has a window, which no usual host without a socket gives: it was forged on the way, or another device with an unusual network stack answered",
  },
  PACKETS_MISSING: {
    grade: "possible",
    reason:
      "the RST's number lies beyond what was captured of the server or of the client's acks: packets before it are missing, and with them what it answers",
  },
  MANY_DISTANCES: {
    grade: "possible",
    reason:
      "a machine without a socket answered, and the server's packets came from so many distances that its own tells nothing",
  },
  CLIENT_UNHEARD: {
    grade: "possible",
    reason:
      "no packet of the client was captured: a RST without ACK flag may answer that there is no socket, or come from elsewhere",
  },
};
const GRADED_BY_NUMBER = namesByNumber(REASON).map((name) => GRADED[name]);

function namesByNumber<Name extends string>(numbers: Readonly<Record<Name, number>>): Name[] {
  const names: Name[] = [];
  for (const name of Object.keys(numbers) as Name[]) names[numbers[name]] = name;
  return names;
}

/** How it is known who opened. */
export function openerOf(judgement: number): ConnectionRecord["opener"] {
  return OPENERS[
    (judgement >>> JUDGED.OPENER_SHIFT) & JUDGED.OPENER_MASK
  ] as ConnectionRecord["opener"];
}

/** How the connection ended. */
export function outcomeOf(judgement: number): Outcome {
  return OUTCOMES[(judgement >>> JUDGED.OUTCOME_SHIFT) & JUDGED.OUTCOME_MASK] as Outcome;
}

/** Who reset it; undefined where nobody did. */
export function resetterOf(judgement: number): Reset["by"] | undefined {
  const by = (judgement >>> JUDGED.BY_SHIFT) & JUDGED.BY_MASK;
  if (by === JUDGED.BY_NOBODY) return undefined;
  return by === JUDGED.BY_CLIENT ? "client" : "server";
}

/** What the RST looked like. */
export function howOf(judgement: number): Reset["how"] {
  return HOWS[(judgement >>> JUDGED.HOW_SHIFT) & JUDGED.HOW_MASK] as Reset["how"];
}

/** When the RST came. */
export function phaseOf(judgement: number): Reset["phase"] {
  return PHASES[(judgement >>> JUDGED.PHASE_SHIFT) & JUDGED.PHASE_MASK] as Reset["phase"];
}

/** How sure a shift is, and why. */
export function gradedOf(judgement: number): Graded {
  return GRADED_BY_NUMBER[(judgement >>> JUDGED.REASON_SHIFT) & JUDGED.REASON_MASK] as Graded;
}

/** Zeek's conn_state. */
export function stateOf(judgement: number): string {
  return STATES[(judgement >>> JUDGED.STATE_SHIFT) & JUDGED.STATE_MASK] as string;
}

/** How many sides' last acknowledged payload was not captured. */
export function lastGapsOf(judgement: number): number {
  return (judgement >>> JUDGED.LAST_GAPS_SHIFT) & JUDGED.LAST_GAPS_MASK;
}
