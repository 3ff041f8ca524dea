import { inPercent } from "../../core/index.js";
import type { JudgedConnection } from "../correlate.js";
import { oneOfEachSet } from "../sets.js";
import { type Check, describe, everyOne, isClosed, isReset } from "./check.js";
import { matchesSequence } from "./sequence.js";

const NO_RESET = "no connection was reset by the server's side";

/** Every connection closed, or every connection was reset. */
export const everyConnection: Check<"every-connection"> = ({ of, is }, { connections }) =>
  everyOne(`every connection of "${of}" is ${is}`, connections, (connection) =>
    is === "closed" ? isClosed(connection) : connection.result.outcome === is,
  );

/** Every connection shows this sequence of flags at its origin. */
export const sequence: Check<"sequence"> = ({ of, matches }, { connections }) =>
  everyOne(
    `every connection of "${of}" shows ${matches} at the origin`,
    connections,
    ({ packets }) => matchesSequence(matches, packets),
  );

/** Every reset is a no-socket RST that another device sent than the one that the connection began with. */
export const shifted: Check<"shifted"> = ({ of }, { connections }) => {
  const resets = connections.filter(isReset);
  const text = `every reset of "${of}" is a RST without ACK whose seq is the origin's last ack, sent by another device`;
  if (resets.length === 0) return { text, verdict: "fail", evidence: NO_RESET };
  return everyOne(text, resets, isProvenShift);
};

// The devices' captures prove what the origin's can only grade.
function isProvenShift({ result: { reset, devices } }: JudgedConnection): boolean {
  const [own] = devices;
  if (own === undefined || reset?.device === undefined) return false;
  return reset.how === "no-socket" && reset.device !== own;
}

/**
 * The origin's capture alone tells every shift; or takes none of the look-alikes for one. A sure grade of what the
 * devices' captures do not show to be a shift is a wrong one.
 */
export const graded: Check<"graded"> = ({ of, shifted: wanted }, { connections }) => {
  const sure = ({ result }: JudgedConnection) => ["certain", "likely"].includes(result.shifted);
  const judged = wanted ? connections.filter(isReset) : connections;
  const text = wanted
    ? `every reset of "${of}" is graded certain or likely from the origin's capture alone, and was sent by another device`
    : `no connection of "${of}" is graded certain or likely from the origin's capture alone`;
  if (judged.length === 0) return { text, verdict: "fail", evidence: NO_RESET };
  return everyOne(text, judged, (connection) =>
    wanted ? sure(connection) && isProvenShift(connection) : !sure(connection),
  );
};

/** At least so many connections were reset by the server's side, and so many of them on the handshake's ACK. */
export const mostReset: Check<"most-reset"> = ({ of, atLeast, onHandshake }, input) => {
  const connections = oneOfEachSet(
    input.connections.map((connection) => ({ connection, ...connection.result })),
    ({ connection }) => isReset(connection),
  ).map(({ connection }) => connection);
  const resets = connections.filter(isReset);
  const early = resets.filter(({ result }) => result.reset?.phase === "handshake");
  const share = resets.length / connections.length;
  const earlyShare = resets.length === 0 ? 0 : early.length / resets.length;
  const counted = `${resets.length} of ${connections.length} reset by the server's side`;
  if (atLeast === 0 && onHandshake === 0) {
    const text = `resets of "${of}" are counted, and none is asked for`;
    return { text, verdict: "pass", evidence: counted };
  }
  const survivor = connections.find((connection) => !isReset(connection));
  return {
    text: `at least ${inPercent(atLeast)} % of "${of}" are reset by the server's side, ${inPercent(onHandshake)} % of them on the handshake's ACK`,
    verdict: share >= atLeast && earlyShare >= onHandshake ? "pass" : "fail",
    evidence: `${counted}, ${early.length} on the handshake's ACK${
      survivor ? `; not so: ${describe(survivor)}` : ""
    }`,
  };
};

/** The request after the event, on a connection that was idle until then, is answered by RST. */
export const nextRequestReset: Check<"next-request-reset"> = (
  { of },
  { connections, evidence },
) => {
  const seen = evidence.events.find(({ seenWallNs }) => seenWallNs !== undefined)?.seenWallNs;
  const text = `the first packet of "${of}" after the event is a request, and its answer a RST`;
  if (seen === undefined)
    return { text, verdict: "inconclusive", evidence: "no event was seen in the FIB" };
  // curl repeats the request over a new connection: that one began after the event and is not held to this.
  const idle = connections.filter(({ packets }) => (packets[0]?.ns ?? 0n) < BigInt(seen));
  if (idle.length === 0)
    return { text, verdict: "inconclusive", evidence: "no connection was open at the event" };
  return everyOne(text, idle, ({ packets }) => {
    const [request, answer] = packets.filter(({ ns }) => ns >= BigInt(seen));
    return (
      request?.dir === ">" && request.length > 0 && answer?.dir === "<" && answer.flags === "R"
    );
  });
};
