import { endOf, type Family, percent, percentage, plural, type Verdict } from "../core/index.js";
import type {
  ConnectionResult,
  EventRecord,
  OracleResult,
  RunDocument,
  Share,
} from "../verdict/index.js";

/** A sign for each verdict, so that no report tells it by colour alone. */
export const VERDICT_MARKS: Record<Verdict, string> = { pass: "✓", fail: "✗", inconclusive: "?" };

/** `IPv4` or `IPv6`. */
export function familyName(family: Family): string {
  return `IPv${family}`;
}

/** The 95 % interval of a share as `42.2–55.9 %`. */
export function intervalText([low, high]: Share["interval"]): string {
  return `${percentage(low)}–${percent(high)}`;
}

/** How many times each key occurs, in order of first appearance. */
export function tally<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** A tally as `198 closed / 2 reset`, most frequent first; `none` when it is empty. */
export function tallyText(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return "none";
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `${count} ${key}`)
    .join(" / ");
}

/** How the connections of a case ended: `198 closed / 2 reset`. */
export function outcomesText(connections: readonly ConnectionResult[]): string {
  return tallyText(tally(connections, endOf));
}

// Events whose target is an id of traffic.
const OF_TRAFFIC = new Set(["open", "probe", "abort"]);

/** An event with what it was done to: `withdraw dest1`, `probe "before"`. */
export function eventText({ event, target }: Pick<EventRecord, "event" | "target">): string {
  return `${event} ${OF_TRAFFIC.has(event) ? `"${target}"` : target}`;
}

/** When which router showed an event, or that none did. */
export function seenText({ router, orderedWallNs, seenWallNs, stays }: EventRecord): string {
  if (router === undefined) return "not watched";
  if (stays) return `the route of ${router} stays as it was`;
  if (seenWallNs === undefined) return `not seen at ${router}`;
  return `${spanText(BigInt(seenWallNs) - BigInt(orderedWallNs))} later at ${router}`;
}

/** What became of the oracle's predictions, in one line. */
export function oracleText({ skipped, before, after, notForetold }: OracleResult): string {
  if (skipped !== undefined) return `oracle: not asked, ${skipped}`;
  const parts = [
    `${before.agreed} of ${plural(before.total, "connection")} as predicted`,
    ...(after.total > 0 ? [`${after.agreed} of ${after.total} after what was done`] : []),
    ...(notForetold === undefined
      ? []
      : [`${notForetold} not foretold where a router's own hash of IPv6 packets decided`]),
  ];
  return `oracle: ${parts.join(", ")}`;
}

/** Text cut to so many columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}

/** What the host and its tools were, fact by fact. */
export function hostFacts({ kernel, system, cpus, versions }: RunDocument["host"]) {
  return Object.entries({ kernel, system, CPUs: String(cpus), ...versions });
}

/** True when flags as tcpdump prints them (`[R.]`) carry RST. */
export function isReset(flags: string): boolean {
  return flags.includes("R");
}

/** A span of nanoseconds as `85 µs`, `1.234 ms` or `2.40 s`. */
export function spanText(ns: bigint): string {
  const us = Number(ns) / 1000;
  // Rounded before the unit is chosen: never 1000 µs or 1000.0 ms.
  if (Math.round(Math.abs(us)) < 1000) return `${Math.round(us)} µs`;
  if (Math.abs(us) < 999_950) return `${(us / 1000).toFixed(Math.abs(us) < 10_000 ? 2 : 1)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}

/** A span of nanoseconds as seconds with microseconds: `2.201902`. */
export function secondsText(ns: bigint): string {
  return (Number(ns) / 1e9).toFixed(6);
}

/** Nanoseconds since the Unix epoch as `12:00:00.123456`, in UTC. */
export function wallClock(ns: bigint): string {
  const micros = ns / 1000n;
  const time = new Date(Number(micros / 1000n)).toISOString().slice(11, 23);
  return `${time}${String(micros % 1000n).padStart(3, "0")}`;
}
