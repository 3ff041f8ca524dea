import { groupBy } from "../core/index.js";
import { INITIAL_TTL } from "../engine/index.js";
import { TOLD_AT_ONCE } from "./options.js";
import type { Point } from "./point.js";
import type { ConnectionListener, ConnectionRecord, Sign, TracedConnection } from "./record.js";

const NANOS_PER_MS = 1e6;
/** Clocks of two machines may differ by so much; a connection's ports are not used again within a second. */
const SLACK_NS = 1e9;
/** Two captures on the way of a packet have it at different times; doubles hold those of today to 256 ns. */
const SAME_PACKET_NS = 1e3;
/** Routers between a device and a point of its own site. A lower TTL may be one that somebody has set, as in labs. */
const MAX_HOPS = 3;

/** What one capture point shows, and when its first and its last packet of a connection were: nanoseconds since the epoch. */
interface Shown {
  file: string;
  connections: readonly TracedConnection[];
  first: number;
  last: number;
  /** Whether another point shows a device that this one shows as well, as far as it was asked. */
  sharesDevice: Map<Shown, boolean>;
}

/** A connection, with what else its capture point shows. */
interface Seen extends Pick<TracedConnection, "record" | "resetTtl" | "serverTtl" | "serverIsn"> {
  shown: Shown;
}

/**
 * Tells the connections of several capture points, each with the name of its point. Where one point shows the handshake
 * of a connection and another one only its stray packets and the RST, the shift is proven and not inferred; where one at the
 * device that accepted it shows that the RST was made there, a shift is inferred no more.
 */
export async function proveByPoints(
  points: readonly Point[],
  ready: () => Promise<void>,
  listener: ConnectionListener,
): Promise<void> {
  const all: Shown[] = [];
  for (const point of points) all.push(await shownAt(point));
  const seen = all.flatMap((shown) =>
    shown.connections.map(({ record, resetTtl, serverTtl, serverIsn }): Seen => {
      record.capture = shown.file;
      return { record, resetTtl, serverTtl, serverIsn, shown };
    }),
  );
  const strays = groupBy(seen.filter(isStray), pairOf);
  const homes = groupBy(seen.filter(isHome), pairOf);
  const makers = groupBy(seen.filter(isMaker), pairOf);
  for (const one of seen.filter(mayBeProven)) {
    const pair = pairOf(one);
    const stray = strays.get(pair)?.find((other) => ended(one.record, other.record));
    if (stray !== undefined) prove(one, stray, homes.get(pair) ?? []);
    else refute(one, makers.get(pair) ?? []);
  }
  let told = 0;
  for (const { file, connections } of all) {
    for (const one of connections) {
      if (told++ % TOLD_AT_ONCE === 0) await ready();
      listener(one, file);
    }
  }
}

async function shownAt(point: Point): Promise<Shown> {
  const connections: TracedConnection[] = [];
  const shown = {
    file: point.file,
    connections,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    sharesDevice: new Map<Shown, boolean>(),
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
function isStray({ record, resetTtl }: Seen): boolean {
  const { opener, reset, packets } = record;
  if (
    packets.client === 0 ||
    opener !== "guess" ||
    reset?.how !== "no-socket" ||
    reset.by !== "server" ||
    !isOwn(resetTtl)
  )
    return false;
  // Where the server sent anything else, this sign compares the RST's number with it.
  return !has(record, "seq-next");
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
function ended(record: ConnectionRecord, stray: ConnectionRecord): boolean {
  const at = resetAt(record);
  if (Math.abs(at - resetAt(stray)) < SAME_PACKET_NS) return false;
  return at >= resetAt(stray) - SLACK_NS && at <= endOf(stray) + SLACK_NS;
}

function resetAt({ startNs, reset }: ConnectionRecord): number {
  return Number(startNs) + (reset?.afterMs ?? Number.NaN) * NANOS_PER_MS;
}

/** What the device shows that accepted a connection: its handshake, of which it made its part, and no RST of the server. */
function isHome({ record, serverTtl }: Seen): boolean {
  return (
    record.opener !== "guess" && record.reset?.by !== "server" && serverTtl > 0 && isOwn(serverTtl)
  );
}

// What its own device has ended, or had closed before, no other device did.
function mayBeProven({ record }: Seen): boolean {
  return (
    record.opener !== "guess" &&
    record.reset?.by === "server" &&
    record.reset.how === "no-socket" &&
    !has(record, "server-closed-first")
  );
}

/** What a point right beside a device shows that accepted a connection and then answered it without a socket. */
function isMaker(seen: Seen): boolean {
  const initial: readonly number[] = Object.values(INITIAL_TTL);
  return mayBeProven(seen) && initial.includes(seen.serverTtl) && initial.includes(seen.resetTtl);
}

// A capture lacks packets that were dropped: a missing handshake proves nothing where no other device shows it.
function prove({ record, shown }: Seen, stray: Seen, homes: readonly Seen[]): void {
  const shows = homes.filter(
    (other) =>
      other.shown !== shown && other.shown !== stray.shown && overlaps(record, other.record),
  );
  const home = shows.find((other) => !shareDevice(other.shown, stray.shown)) ?? shows[0];
  const sign = `${stray.shown.file} has no handshake of it and the RST`;
  if (home === undefined) {
    tell(record, `${sign}; no capture shows the device that accepted it, and this one may lack it`);
    return;
  }
  const both = `${sign}; ${home.shown.file} shows the device that accepted it`;
  if (shareDevice(home.shown, stray.shown)) {
    tell(record, `${both}; other connections show that both may be captures of one device`);
  } else if (ranBefore(record, stray) || ranOn(record, home)) {
    record.shifted.grade = "certain";
    record.shifted.reason = `its packets reached another device: ${stray.shown.file} shows them there, and the RST`;
    tell(record, both);
  } else {
    tell(record, `${both}; that capture may have begun after it, and proves nothing then`);
  }
}

// From farther away a RST may have come by a longer way, and nothing of it tells that.
function refute({ record, serverTtl, serverIsn }: Seen, makers: readonly Seen[]): void {
  const { shifted } = record;
  if (shifted.grade === "no" || serverIsn === undefined) return;
  const maker = makers.find(
    (other) =>
      other.serverTtl > serverTtl &&
      other.serverIsn === serverIsn &&
      isSameMoment(record, other.record),
  );
  if (maker === undefined) return;
  shifted.grade = "possible";
  shifted.reason = `the RST was made where the connection was accepted, as ${maker.shown.file} shows: the device had restarted or lost the socket, or another one stands right beside it`;
  tell(record, `${maker.shown.file} shows the handshake and the RST as they were made`, false);
}

/** Whether two RSTs came equally long after the SYN, whatever the clocks say. */
function isSameMoment(one: ConnectionRecord, other: ConnectionRecord): boolean {
  if (one.opener !== "SYN" || other.opener !== "SYN") return false;
  const apart = (one.reset?.afterMs ?? Number.NaN) - (other.reset?.afterMs ?? Number.NaN);
  return Math.abs(apart) * NANOS_PER_MS < SLACK_NS;
}

function tell({ shifted }: ConnectionRecord, text: string, isFor = true): void {
  shifted.signs.push({ id: "seen-at-points", for: isFor, text });
}

/**
 * Whether two points show a SYN-ACK as it was made, the same one: they are of one device then, or of its way, and the one
 * that has no handshake of a connection lost it.
 */
function shareDevice(one: Shown, other: Shown): boolean {
  const known = one.sharesDevice.get(other);
  if (known !== undefined) return known;
  const accepted = new Set(acceptedAt(one));
  const shares = acceptedAt(other).some((name) => accepted.has(name));
  one.sharesDevice.set(other, shares);
  return shares;
}

function acceptedAt({ connections }: Shown): string[] {
  const accepted = connections.filter(
    ({ serverIsn, serverTtl }) => serverIsn !== undefined && serverTtl > 0 && isOwn(serverTtl),
  );
  return accepted.map(({ record, serverIsn }) => `${pairOf({ record })} ${serverIsn}`);
}

/**
 * Whether the stray's capture had shown a connection before this one began, so that it would show its handshake. The RST
 * tells how far the two clocks are apart: less than what its two times say, by its way.
 */
function ranBefore(record: ConnectionRecord, stray: Seen): boolean {
  const apart = resetAt(record) - resetAt(stray.record);
  return stray.shown.first + apart < Number(record.startNs);
}

/**
 * Whether the home's capture still ran when the RST came, so that it would show it. The SYN tells how far the two clocks
 * are apart, as the RST does above.
 */
function ranOn(record: ConnectionRecord, home: Seen): boolean {
  if (record.opener !== "SYN" || home.record.opener !== "SYN") return false;
  const apart = Number(record.startNs) - Number(home.record.startNs);
  return home.shown.last + apart > resetAt(record);
}

/** When a connection's last packet was captured, in nanoseconds since the epoch. */
function endOf({ startNs, durationMs }: ConnectionRecord): number {
  return Number(startNs) + durationMs * NANOS_PER_MS;
}

function pairOf({ record }: Pick<Seen, "record">): string {
  return `${record.client} ${record.server}`;
}

function overlaps(a: ConnectionRecord, b: ConnectionRecord): boolean {
  return Number(a.startNs) <= endOf(b) + SLACK_NS && Number(b.startNs) <= endOf(a) + SLACK_NS;
}
