// What each of several capture points shows of a connection: the grounds on which a shift is proven, or refuted.
import { groupBy } from "../core/index.js";
import { INITIAL_TTL } from "../engine/index.js";
import type { Point } from "./point.js";
import type { ConnectionRecord, Sign, TracedConnection } from "./record.js";

const NANOS_PER_MS = 1e6;
/** Clocks of two machines may differ by so much; a connection's ports are not used again within a second. */
const SLACK_NS = 1e9;
/** Two captures on the way of a packet have it at different times; doubles hold those of today to 256 ns. */
const SAME_PACKET_NS = 1e3;
/** Routers between a device and a point of its own site. A lower TTL may be one that somebody has set, as in labs. */
const MAX_HOPS = 3;

/** What one capture point shows, and when its first and its last packet of a connection were: nanoseconds since the epoch. */
export interface Shown {
  file: string;
  connections: readonly TracedConnection[];
  first: number;
  last: number;
  /** The points that show what a device accepted which this one shows as well; see noteSharedDevices. */
  sharesDeviceWith: Set<Shown>;
}

/** A connection, with what else its capture point shows. */
export interface Seen
  extends Pick<TracedConnection, "record" | "resetTtl" | "serverTtl" | "serverIsn"> {
  shown: Shown;
}

/** Takes in all connections of a capture point that are still to be told. */
export async function shownAt(point: Point): Promise<Shown> {
  const connections: TracedConnection[] = [];
  const shown = {
    file: point.file,
    connections,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    sharesDeviceWith: new Set<Shown>(),
  };
  await point.tell((one) => {
    connections.push(one);
    shown.first = Math.min(shown.first, Number(one.record.startNs));
    shown.last = Math.max(shown.last, endOf(one.record));
  });
  return shown;
}

/**
 * What a device shows that gets packets of a connection which it never accepted: RSTs that were made there, and nothing
 * else of the server. A router on the way shows the RST of a device behind it.
 */
export function isStray({ record, resetTtl }: Seen): boolean {
  const { opener, reset, packets } = record;
  if (
    packets.client === 0 ||
    opener !== "guess" ||
    reset?.by !== "server" ||
    !(reset.how === "no-socket" || has(record, "abort-rst")) ||
    !isOwn(resetTtl)
  )
    return false;
  // Where the server sent anything else, these signs compare the RST with it.
  return !(has(record, "seq-next") || has(record, "ttl-same") || has(record, "ttl-changed"));
}

/** Whether a TTL is one that a packet has where it was made, and not behind a few routers. */
function isOwn(ttl: number): boolean {
  return !Object.values(INITIAL_TTL).some(
    (initial) => initial - ttl > 0 && initial - ttl <= MAX_HOPS,
  );
}

function has({ shifted }: ConnectionRecord, sign: Sign["id"]): boolean {
  return shifted.signs.some(({ id }) => id === sign);
}

/**
 * Whether the RST that ended a connection may be one that a stray shows: between its first one and its last packet, and not
 * in an extract of the same capture.
 */
export function ended(record: ConnectionRecord, stray: ConnectionRecord): boolean {
  const at = resetAt(record);
  if (Math.abs(at - resetAt(stray)) < SAME_PACKET_NS) return false;
  return at >= resetAt(stray) - SLACK_NS && at <= endOf(stray) + SLACK_NS;
}

function resetAt({ startNs, reset }: ConnectionRecord): number {
  return Number(startNs) + (reset?.afterMs ?? Number.NaN) * NANOS_PER_MS;
}

/** What the device shows that accepted a connection: its handshake, of which it made its part, and no RST of the server. */
export function isHome({ record, serverTtl }: Seen): boolean {
  return (
    record.opener !== "guess" && record.reset?.by !== "server" && serverTtl > 0 && isOwn(serverTtl)
  );
}

/**
 * Whether another device may have ended it: none did what its own device has ended, or had closed before. One that rejects
 * with the ACK flag (pf, lwIP) looks like a middlebox.
 */
export function mayBeProven({ record }: Seen): boolean {
  return (
    record.opener !== "guess" &&
    record.reset?.by === "server" &&
    (record.reset.how === "no-socket" || isRejected(record)) &&
    !has(record, "server-closed-first")
  );
}

/** Whether a RST with ACK flag came from elsewhere than the server's packets. */
export function isRejected(record: ConnectionRecord): boolean {
  return record.reset?.how === "middlebox" && has(record, "abort-rst");
}

/** What a point right beside a device shows that accepted a connection and then answered it without a socket. */
export function isMaker(seen: Seen): boolean {
  const initial: readonly number[] = Object.values(INITIAL_TTL);
  if (seen.record.reset?.how !== "no-socket") return false;
  return mayBeProven(seen) && initial.includes(seen.serverTtl) && initial.includes(seen.resetTtl);
}

/** Whether two RSTs came equally long after the SYN, whatever the clocks say. */
export function isSameMoment(one: ConnectionRecord, other: ConnectionRecord): boolean {
  if (one.opener !== "SYN" || other.opener !== "SYN") return false;
  const apart = (one.reset?.afterMs ?? Number.NaN) - (other.reset?.afterMs ?? Number.NaN);
  return Math.abs(apart) * NANOS_PER_MS < SLACK_NS;
}

/**
 * Notes which points show the same SYN-ACK: they are of one device then, or of its way, and the one that has no handshake
 * of a connection may have lost it, or may be of a router that ended it.
 */
export function noteSharedDevices(seen: readonly Seen[]): void {
  const accepted = groupBy(
    seen.filter(({ serverIsn }) => serverIsn !== undefined),
    (one) => `${pairOf(one)} ${String(one.serverIsn)}`,
  );
  for (const same of accepted.values())
    for (const { shown } of same) for (const other of same) shown.sharesDeviceWith.add(other.shown);
}

/**
 * Whether the stray's capture had shown a connection before this one began, so that it would show its handshake. The RST
 * tells how far the two clocks are apart: less than what its two times say, by its way.
 */
export function ranBefore(record: ConnectionRecord, stray: Seen): boolean {
  const apart = resetAt(record) - resetAt(stray.record);
  return stray.shown.first + apart < Number(record.startNs);
}

/**
 * Whether the home's capture still ran when the RST came, so that it would show it. The SYN tells how far the two clocks
 * are apart, as the RST does above.
 */
export function ranOn(record: ConnectionRecord, home: Seen): boolean {
  if (record.opener !== "SYN" || home.record.opener !== "SYN") return false;
  const apart = Number(record.startNs) - Number(home.record.startNs);
  return home.shown.last + apart > resetAt(record);
}

/** When a connection's last packet was captured, in nanoseconds since the epoch. */
function endOf({ startNs, durationMs }: ConnectionRecord): number {
  return Number(startNs) + durationMs * NANOS_PER_MS;
}

/** The two ends of a connection, alike at all points. */
export function pairOf({ record }: Seen): string {
  return `${record.client} ${record.server}`;
}

/** Whether two points may show the same connection, by their times. */
export function overlaps(a: ConnectionRecord, b: ConnectionRecord): boolean {
  return Number(a.startNs) <= endOf(b) + SLACK_NS && Number(b.startNs) <= endOf(a) + SLACK_NS;
}
