import * as CONNECTION from "../../connection-bits";
import { UNKNOWN } from "../../layout";
import * as RESET from "../../reset-bits";
import { Connection, openerSide } from "./connection";
import { NANOS_PER_US } from "./notes";
import { NONE, newSpare, recordAt } from "./records";
import { Side, sideAt } from "./side";

/**
 * A server at one distance, and what became of its connections: a device that restarted has lost all of them, a shift
 * takes some. It stands in a record of its own. ../../device-view.ts looks at some of it.
 */
@unmanaged
export class Device {
  /** CONNECTION.NO_CONNECTION. */
  flags: i32;
  /** Number of the record of the next device in the same bucket, or NONE. */
  next: i32;
  address0: i32;
  address1: i32;
  address2: i32;
  address3: i32;
  port: i32;
  ttl: i32;
  /** Time of its first answer without a socket. */
  since: f64;
  /** Connections that were answered so. */
  reset: i32;
  /** When it last answered a connection from before that; -Infinity without any. */
  alive: f64;
}

const BUCKETS: i32 = 1 << 12;
/** Numbers of the first devices' records plus one, by hash. */
const buckets: usize = memory.data(BUCKETS * 4, 64);

/** From this time on no connection can have begun before the first such RST of its device. */
let latest: f64 = -Infinity;

/**
 * Finds the devices whose RSTs raise the question whether they restarted, among the records [from, to), and tells the sides
 * that sent such RSTs which devices they are of. To be called once for each record, when all packets are in.
 */
export function noteResets(from: i32, to: i32): void {
  for (let id = from; id < to; id++) {
    const connection = recordAt(id);
    if (raisesTheQuestion(connection)) noteReset(connection);
  }
}

/** To be called between the two; returns whether there are any devices. */
export function endResets(): bool {
  latest = latestFirstReset();
  return latest > -Infinity;
}

/** Finds out which connections outlived the first such RST of their devices, among the records [from, to). */
export function noteSurvivors(from: i32, to: i32): void {
  for (let id = from; id < to; id++) {
    const connection = recordAt(id);
    if (connection.startTime < latest) noteSurvivor(connection);
  }
}

/** Only an RST as a kernel without the socket sends it, with the TTL of the device's other packets. */
function raisesTheQuestion(connection: Connection): bool {
  if ((connection.flags & CONNECTION.ENDED_RESET) === 0) return false;
  const wanted = RESET.SEQ_IS_ACK | RESET.TTL_KNOWN;
  const unwanted = RESET.ACK_FLAG | RESET.TTL_NEW | RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN;
  return (connection.resetFacts & (wanted | unwanted)) === wanted;
}

function noteReset(connection: Connection): void {
  const side = connection.flags & CONNECTION.RESET_FROM_1 ? 1 : 0;
  if (openerSide(connection) === side) return;
  let id = deviceOf(connection, side);
  if (id === NONE) id = addDevice(connection, side);
  if (id === NONE) return;
  const device = deviceAt(id);
  sideAt(connection, side).device = id + 1;
  device.reset++;
  device.since = min(device.since, connection.resetTime);
}

function noteSurvivor(connection: Connection): void {
  const opener = openerSide(connection);
  if (opener < 0 || (connection.flags & CONNECTION.NO_CONNECTION) !== 0) return;
  const id = deviceOf(connection, 1 - opener);
  if (id === NONE) return;
  const device = deviceAt(id);
  const last = sideAt(connection, 1 - opener).lastTime;
  if (acceptedAt(connection) < device.since && last > device.since) {
    device.alive = max(device.alive, last);
  }
}

/** When the server answered the SYN; Infinity where that is not known. */
function acceptedAt(connection: Connection): f64 {
  const flags = connection.flags;
  if ((flags & CONNECTION.SYN_ACK_SEEN) === 0) return Infinity;
  if ((flags & CONNECTION.SYN_SEEN) === 0) return connection.startTime;
  if (connection.handshakeUs === UNKNOWN) return Infinity;
  return connection.startTime + <f64>connection.handshakeUs * NANOS_PER_US;
}

/** -Infinity without any. */
function latestFirstReset(): f64 {
  let latest = -Infinity;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    let id = load<i32>(bucketAt(bucket)) - 1;
    while (id !== NONE) {
      const device = deviceAt(id);
      latest = max(latest, device.since);
      id = device.next;
    }
  }
  return latest;
}

/** The number of the device's record, or NONE. */
function deviceOf(connection: Connection, side: i32): i32 {
  let id = load<i32>(bucketAt(bucketOf(connection, side))) - 1;
  while (id !== NONE && !isDevice(deviceAt(id), connection, side)) id = deviceAt(id).next;
  return id;
}

/** NONE without room. */
function addDevice(connection: Connection, side: i32): i32 {
  const id = newSpare();
  if (id === NONE) return NONE;
  const bucket = bucketAt(bucketOf(connection, side));
  const device = deviceAt(id);
  device.next = load<i32>(bucket) - 1;
  store<i32>(bucket, id + 1);
  device.address0 = addressWord(connection, side, 0);
  device.address1 = addressWord(connection, side, 1);
  device.address2 = addressWord(connection, side, 2);
  device.address3 = addressWord(connection, side, 3);
  device.port = portOf(connection, side);
  device.ttl = firstTtl(connection, side);
  device.since = Infinity;
  device.alive = -Infinity;
  return id;
}

function isDevice(device: Device, connection: Connection, side: i32): bool {
  return (
    device.address0 === addressWord(connection, side, 0) &&
    device.port === portOf(connection, side) &&
    device.ttl === firstTtl(connection, side) &&
    device.address1 === addressWord(connection, side, 1) &&
    device.address2 === addressWord(connection, side, 2) &&
    device.address3 === addressWord(connection, side, 3)
  );
}

function bucketOf(connection: Connection, side: i32): i32 {
  let hash = (portOf(connection, side) << 8) | firstTtl(connection, side);
  for (let word = 0; word < 4; word++) {
    hash = (hash ^ addressWord(connection, side, word)) * 0x9e3779b1;
    hash ^= hash >>> 15;
  }
  return hash & (BUCKETS - 1);
}

function bucketAt(bucket: i32): usize {
  return buckets + ((<usize>bucket) << 2);
}

/** The device that a side is of; to be asked where it has one. */
export function deviceOfSide(side: Side): Device {
  return deviceAt(side.device - 1);
}

function deviceAt(id: i32): Device {
  return changetype<Device>(recordAt(id));
}

function addressWord(connection: Connection, side: i32, word: i32): i32 {
  const at = changetype<usize>(connection) + ((<usize>((side << 2) + word)) << 2);
  return load<i32>(at, offsetof<Connection>("address0"));
}

function portOf(connection: Connection, side: i32): i32 {
  return (connection.ports >>> (side === 0 ? 16 : 0)) & 0xffff;
}

function firstTtl(connection: Connection, side: i32): i32 {
  return sideAt(connection, side).ttls & 0xff;
}
