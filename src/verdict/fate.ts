import { endingRst, type PacketFact } from "../analysis/index.js";
import type { EventRecord, Fate } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";
import { ownDeviceAt } from "./lost-device.js";

/** Shares of connections with the share that survives, which is what the others leave. */
export function allFates(lost: Record<Exclude<Fate, "survived">, number>): Record<Fate, number> {
  const { own, collateral, stalled } = lost;
  // Rounded: thirds and sixths leave a rest of 1e-17, which is no share.
  const survived = Math.max(0, Number((1 - own - collateral - stalled).toFixed(12)));
  return { own, collateral, stalled, survived };
}

// The packet by which the server's side broke it: a RST, to a SYN as well, or a FIN in the middle of its answer.
function brokenBy({ result, packets, said }: JudgedConnection): PacketFact | undefined {
  if (said?.said === "cut")
    return packets.find(({ dir, flags }) => dir === "<" && flags.includes("F"));
  if (result.outcome === "refused")
    return packets.find(({ dir, flags }) => dir === "<" && flags.includes("R"));
  if (result.outcome !== "reset" || result.reset?.by !== "server") return undefined;
  return packets[endingRst(packets, result.reset)];
}

/**
 * What became of a connection, by its packets: `own` broke, or was refused, after its own device was lost, `collateral`
 * broke although that device was healthy; `stalled` got neither answer nor reset while its program waited. Undefined where
 * packets and program leave it open.
 * @param all the connections of the case
 */
export function fateOf(
  connection: JudgedConnection,
  events: readonly EventRecord[],
  all: readonly JudgedConnection[],
): Fate | undefined {
  const { result, said } = connection;
  if (said?.said === "timeout") return "stalled";
  if (result.outcome === "closed" && said?.said !== "cut") return "survived";
  // It had all that it had asked for when its close was answered by RST, or by nobody.
  const closes = result.reset?.phase === "close" || result.outcome === "half-open";
  if (said?.said === "ok" && result.agrees && closes) return "survived";
  // Its packets alone do not say that a subflow carried what the others lost: the program does.
  const carried = result.subflows?.some(({ outcome }) => outcome === "closed");
  if (carried && said?.said === "ok") return "survived";
  const end = brokenBy(connection);
  if (!end) return undefined;
  const own = ownDeviceAt(connection, end.ns, events, all);
  // Why a device refuses that serves is not known.
  if (own === "unknown" || (own === "healthy" && result.outcome === "refused")) return undefined;
  return own === "lost" ? "own" : "collateral";
}
