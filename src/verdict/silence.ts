import type { PacketFact } from "../analysis/index.js";
import { type JudgedConnection, toAnycast } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import { orderedNs } from "./ordered.js";

/**
 * Devices that were silenced, and whose captures show no packet that met with silence: none came any more, or each was
 * answered. The captures see what comes before it is dropped.
 */
export function idleSilences(
  { events, facts }: CaseEvidence,
  connections: readonly JudgedConnection[],
): string[] {
  const met = toAnycast(connections, facts);
  return events
    .filter(({ event }) => event === "silence")
    .filter((event) => !met.some((one) => metSilence(one, event.target, orderedNs(event))))
    .map(({ target }) => `the silence of ${target} met no packet`);
}

function metSilence({ atDevice, result }: JudgedConnection, device: string, since: bigint) {
  const there = (atDevice.get(device) ?? []).filter(({ ns }) => ns >= since);
  // So answers a host without a socket, whatever it got (RFC 9293 section 3.10.7.1).
  const rejected = there.findLastIndex(
    ({ dir, flags }) => dir === "<" && flags.includes("R") && !flags.includes("."),
  );
  return there.some((packet, index) => {
    if (packet.dir !== ">" || index < rejected) return false;
    // To a bare acknowledgment there is no other answer: it is lost where its connection did not close.
    if (lengthOf(packet) === 0) return result.outcome !== "closed";
    return !there
      .slice(index + 1)
      .some((later) => later.dir === "<" && acknowledges(later, packet));
  });
}

/** Sequence numbers that a packet takes. */
function lengthOf({ length, flags }: PacketFact): number {
  return length + (/[SF]/.test(flags) ? 1 : 0);
}

function acknowledges(answer: PacketFact, packet: PacketFact): boolean {
  const end = packet.seq + lengthOf(packet);
  return answer.flags.includes(".") && ((answer.ack - end) | 0) >= 0;
}
