import type { EventRecord } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { Fate } from "./document.js";
import { isOwnDeviceLost } from "./lost-device.js";

/** Shares of connections with the share that survives, which is what the others leave. */
export function allFates(lost: Record<Exclude<Fate, "survived">, number>): Record<Fate, number> {
  const { own, collateral, stalled } = lost;
  // Rounded: thirds and sixths leave a rest of 1e-17, which is no share.
  const survived = Math.max(0, Number((1 - own - collateral - stalled).toFixed(12)));
  return { own, collateral, stalled, survived };
}

/**
 * What became of a connection, by its packets: `own` broke after its own device was lost, `collateral` although that
 * device was healthy; `stalled` got neither answer nor reset. Undefined where packets and program leave it open.
 */
export function fateOf(
  connection: JudgedConnection,
  events: readonly EventRecord[],
): Fate | undefined {
  const { result, packets, said } = connection;
  if (said?.said === "timeout") return "stalled";
  if (result.outcome === "closed") return "survived";
  // Its packets alone do not say that a subflow carried what the others lost: the program does.
  const carried = result.subflows?.some(({ outcome }) => outcome === "closed");
  if (carried && said?.said === "ok") return "survived";
  if (result.outcome !== "reset" || result.reset?.by !== "server") return undefined;
  const reset = packets.find(({ dir, flags }) => dir === "<" && flags.includes("R"));
  if (!reset) return undefined;
  return isOwnDeviceLost(connection, reset.ns, events) ? "own" : "collateral";
}
