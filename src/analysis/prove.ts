import { groupBy } from "../core/index.js";
import { TOLD_AT_ONCE } from "./options.js";
import type { Point } from "./point.js";
import type { ConnectionListener, ConnectionRecord, Sign, TracedConnection } from "./record.js";

const NANOS_PER_MS = 1e6;
/** Clocks of two machines differ; a connection's ports are not used again within a second. */
const SLACK_NS = 1e9;
/** Two captures on the way of a packet have it at different times; doubles hold those of today to 256 ns. */
const SAME_PACKET_NS = 1e3;

/**
 * Tells the connections of several capture points, each with the name of its point. Where one point shows the handshake
 * of a connection and another one only its stray packets and the RST, the shift is proven and not inferred.
 */
export async function proveByPoints(
  points: readonly Point[],
  ready: () => Promise<void>,
  listener: ConnectionListener,
): Promise<void> {
  const all: { file: string; connections: TracedConnection[] }[] = [];
  for (const point of points) {
    const connections: TracedConnection[] = [];
    await point.tell((one) => connections.push(one));
    all.push({ file: point.file, connections });
  }
  for (const { file, connections } of all) {
    for (const { record } of connections) record.capture = file;
  }
  const records = all.flatMap(({ connections }) => connections.map(({ record }) => record));
  const strays = groupBy(records.filter(isStray), pairOf);
  for (const record of records) prove(record, strays.get(pairOf(record)) ?? [], all);
  let told = 0;
  for (const { file, connections } of all) {
    for (const one of connections) {
      if (told++ % TOLD_AT_ONCE === 0) await ready();
      listener(one, file);
    }
  }
}

/** What a device shows that gets packets of a connection which it never accepted: RSTs, and nothing else of the server. */
function isStray(record: ConnectionRecord): boolean {
  const { opener, reset, packets } = record;
  if (
    packets.client === 0 ||
    opener !== "guess" ||
    reset?.how !== "no-socket" ||
    reset.by !== "server"
  )
    return false;
  // Where the server sent anything else, this sign compares the RST's number with it.
  return !has(record, "seq-next");
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
  const last = Number(stray.startNs) + stray.durationMs * NANOS_PER_MS;
  return at >= resetAt(stray) - SLACK_NS && at <= last + SLACK_NS;
}

function resetAt({ startNs, reset }: ConnectionRecord): number {
  return Number(startNs) + (reset?.afterMs ?? Number.NaN) * NANOS_PER_MS;
}

function prove(
  record: ConnectionRecord,
  strays: readonly ConnectionRecord[],
  all: readonly { file: string; connections: readonly TracedConnection[] }[],
): void {
  if (record.opener === "guess" || record.reset?.by !== "server") return;
  // What its own device has ended, or had closed before, no other device did.
  if (record.reset.how !== "no-socket" || has(record, "server-closed-first")) return;
  const stray = strays.find((other) => ended(record, other));
  if (stray === undefined) return;
  const home = all.find(
    ({ file, connections }) =>
      file !== record.capture &&
      connections.some(
        (other) =>
          other.record.opener !== "guess" &&
          other.record.reset?.by !== "server" &&
          pairOf(other.record) === pairOf(record) &&
          overlaps(record, other.record),
      ),
  );
  const accepted =
    home === undefined
      ? "another device accepted it"
      : `${home.file} shows the device that accepted it`;
  const sign = `${stray.capture} has no handshake of it and the RST; ${accepted}`;
  const ran =
    began(all.find(({ file }) => file === stray.capture)) <= Number(record.startNs) + SLACK_NS;
  if (ran) {
    record.shifted.grade = "certain";
    record.shifted.reason = `its packets reached another device: ${stray.capture} shows them there, and the RST`;
  }
  const late = "; that capture may have begun after it, and proves nothing then";
  record.shifted.signs.push({ id: "seen-at-points", for: true, text: ran ? sign : sign + late });
}

/** When a capture shows a first connection, in nanoseconds since the epoch. */
function began(point: { connections: readonly TracedConnection[] } | undefined): number {
  const starts = point?.connections.map(({ record }) => Number(record.startNs)) ?? [];
  return starts.reduce((first, start) => Math.min(first, start), Number.POSITIVE_INFINITY);
}

function pairOf(record: ConnectionRecord): string {
  return `${record.client} ${record.server}`;
}

function overlaps(a: ConnectionRecord, b: ConnectionRecord): boolean {
  const [aStart, bStart] = [Number(a.startNs), Number(b.startNs)];
  const aEnd = aStart + a.durationMs * NANOS_PER_MS;
  const bEnd = bStart + b.durationMs * NANOS_PER_MS;
  return aStart <= bEnd + SLACK_NS && bStart <= aEnd + SLACK_NS;
}
