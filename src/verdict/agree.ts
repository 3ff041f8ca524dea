import type { ConnectionRecord } from "../analysis/index.js";
import type { TrafficRecord } from "../core/index.js";

/**
 * Whether a program's word and the packets of its connection tell the same story, as far as a program can know the end: a
 * reset on the handshake's ACK looks to curl like a refusal; a program that gave up waiting closes in its own way. A
 * connection of Multipath TCP lives as long as one of its subflows does.
 */
export function agree(
  told: TrafficRecord,
  record: ConnectionRecord,
  subflows: readonly ConnectionRecord[],
): boolean {
  const { said } = told;
  const { outcome, reset } = record;
  const another = subflows.some((subflow) => subflow.outcome === "closed");
  switch (said) {
    case "ok":
      return outcome === "closed" || another || hadAll(told, record);
    case "refused":
      return looksRefused(record);
    case "unreachable":
      return outcome === "unanswered";
    case "timeout":
      return outcome !== "closed" && outcome !== "refused" && !another;
    case "cut":
      return outcome === "closed" || reset?.phase === "close";
    case "reset":
      return outcome === "reset" && !another;
    case "error":
      return false;
  }
}

// A reset after the last byte finds everything delivered, and so does a silence that meets the FIN alone. iperf sends for its
// time, and does not know what became of the last of it.
function hadAll(
  { program, bytes = Number.POSITIVE_INFINITY, size = 0, durationMs }: TrafficRecord,
  { outcome, reset, bytes: sent }: ConnectionRecord,
): boolean {
  if (program === "iperf")
    return reset !== undefined && reset.phase !== "close" && reset.afterMs >= durationMs;
  if (!reset && outcome !== "half-open") return false;
  const delivered = reset ? reset.afterBytes : sent.client + sent.server;
  return delivered >= Math.max(bytes, size);
}

/** Whether a RST ended it before its program had it: to some programs one on the handshake's ACK is a refusal as well. */
export function looksRefused({ outcome, reset }: ConnectionRecord): boolean {
  return outcome === "refused" || reset?.phase === "handshake";
}
