import * as CONNECTION from "../../connection-bits";
import { UNKNOWN } from "../../layout";
import * as RESET from "../../reset-bits";
import {
  addressHash,
  addressWord,
  Connection,
  clientSideOf,
  openerSide,
  portOf,
  resetSide,
} from "./connection";
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
  /** 1 where it went on with a connection that had begun before the first of these RSTs. */
  wentOn: i32;
  /** When it was last heard in those connections: in the one where that is longest ago. */
  heard: f64;
  /** When it last answered a connection from before that; -Infinity without any. */
  alive: f64;
}

/** Behind these fields a bit for each stretch of the capture in which one connection was alive from end to end. */
const ALIVE_AT: usize = 64;
const STRETCHES: i32 = 2048;

const BUCKETS: i32 = 1 << 12;
/** Numbers of the first devices' records plus one, by hash. */
const buckets: usize = memory.data(BUCKETS * 4, 64);

/** Time of the last such RST. */
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
  return latest > -Infinity;
}

/** Finds out when the connections among the records [from, to) were alive on devices that gave such RSTs. */
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
  const unwanted =
    RESET.ACK_FLAG | RESET.TTL_NEW | RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN | RESET.UNASKED;
  return (connection.resetFacts & (wanted | unwanted)) === wanted;
}

function noteReset(connection: Connection): void {
  const side = resetSide(connection);
  if (openerSide(connection) === side) return;
  let id = deviceOf(connection, side);
  if (id === NONE) id = addDevice(connection, side);
  if (id === NONE) return;
  const device = deviceAt(id);
  sideAt(connection, side).device = id + 1;
  device.reset++;
  device.since = min(device.since, connection.resetTime);
  device.heard = min(device.heard, heardAt(connection, side));
  latest = max(latest, connection.resetTime);
}

function noteSurvivor(connection: Connection): void {
  if (connection.flags & CONNECTION.NO_CONNECTION) return;
  const server = 1 - clientSideOf(connection);
  const id = deviceOf(connection, server);
  if (id === NONE) return;
  const device = deviceAt(id);
  const first = acceptedAt(connection);
  const last = sideAt(connection, server).lastTime;
  if (first < device.since && last > device.since) device.wentOn = 1;
  if (first < device.heard) device.alive = max(device.alive, last);
  noteAlive(device, <i32>Math.ceil(stretchesIn(first)), <i32>Math.floor(stretchesIn(last)));
}

/** How many stretches fit into a time since the base second. */
function stretchesIn(time: f64): f64 {
  if (latest <= 0) return 0;
  return Math.min(STRETCHES, Math.max(0, (time / latest) * STRETCHES));
}

/** Sets the bits of the stretches [from, to). */
function noteAlive(device: Device, from: i32, to: i32): void {
  for (let stretch = from; stretch < to; ) {
    const end = endInWord(stretch, to);
    const at = aliveAt(device, stretch);
    store<i32>(at, load<i32>(at) | bitsOf(stretch, end));
    stretch = end;
  }
}

/**
 * Whether a device, last heard in a connection before its RST, was there all the time between, as other connections show.
 * One that was accepted between the two may have met it after a restart. Short ones may be missed.
 */
export function wasThere(device: Device, connection: Connection, side: i32): bool {
  if (device.alive > connection.resetTime) return true;
  const last = <i32>stretchesIn(connection.resetTime);
  if (last >= STRETCHES) return false;
  for (let stretch = <i32>stretchesIn(heardAt(connection, side)); stretch <= last; ) {
    const end = endInWord(stretch, last + 1);
    const bits = bitsOf(stretch, end);
    if ((load<i32>(aliveAt(device, stretch)) & bits) !== bits) return false;
    stretch = end;
  }
  return true;
}

/** When a side was last heard before its RST. */
function heardAt(connection: Connection, side: i32): f64 {
  return min(sideAt(connection, side).lastTime, connection.resetTime);
}

/** Where the stretches from one on that are before another one and share its word end. */
function endInWord(stretch: i32, to: i32): i32 {
  return min(to, (stretch | 31) + 1);
}

/** The bits of the stretches [from, to) in their word. */
function bitsOf(from: i32, to: i32): i32 {
  return (-1 >>> (32 - (to - from))) << (from & 31);
}

/** Address of the word that holds a stretch's bit. */
function aliveAt(device: Device, stretch: i32): usize {
  return changetype<usize>(device) + ALIVE_AT + <usize>((stretch >>> 5) << 2);
}

/** When the server answered the SYN, or a time after that; Infinity where neither is known. */
function acceptedAt(connection: Connection): f64 {
  const flags = connection.flags;
  // It began before the capture.
  if ((flags & (CONNECTION.SYN_SEEN | CONNECTION.SYN_ACK_SEEN)) === 0) return connection.startTime;
  if ((flags & CONNECTION.SYN_ACK_SEEN) === 0) return Infinity;
  if ((flags & CONNECTION.SYN_SEEN) === 0) return connection.startTime;
  if (connection.handshakeUs === UNKNOWN) return Infinity;
  return connection.startTime + <f64>connection.handshakeUs * NANOS_PER_US;
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
  device.heard = Infinity;
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
  const more = (portOf(connection, side) << 8) | firstTtl(connection, side);
  return addressHash(connection, side, more) & (BUCKETS - 1);
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

function firstTtl(connection: Connection, side: i32): i32 {
  return sideAt(connection, side).ttls & 0xff;
}
