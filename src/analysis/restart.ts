import {
  ADDRESS_AT,
  CONNECTION,
  type ConnectionView,
  RESET,
  type SideView,
} from "../engine/index.js";
import { portOf } from "./endpoint-text.js";
import { openerSide } from "./facts.js";

/** What became of the connections that one device had when it first answered without a socket. */
export interface DeviceFate {
  /** Time of that first answer. */
  since: number;
  /** Connections that were answered so. */
  reset: number;
  /** Connections from before that went on after it. */
  survived: number;
}

/** A server at one distance, and what became of its connections; plain data that threads can be given. */
export interface Device extends DeviceFate {
  /** The four words of its address. */
  address: number[];
  port: number;
  ttl: number;
}

/**
 * Looks at the other connections of a server at the same distance: a device that restarted has lost all of them, a shift
 * takes some. Only RSTs with the TTL of the device's other packets raise the question.
 */
export class RestartEvidence {
  readonly #devices: Map<number, Device>;

  /** @param devices what another thread has found out */
  constructor(devices: readonly Device[] = []) {
    this.#devices = new Map(devices.map((device) => [keyOfDevice(device), device]));
  }

  get devices(): Device[] {
    return [...this.#devices.values()];
  }

  /**
   * First pass: notes the devices with such RSTs, of connections that raise the question. `sides` look at the record that
   * `connection` looks at.
   */
  noteReset(connection: ConnectionView, sides: readonly [SideView, SideView]): void {
    const side = connection.flags & CONNECTION.RESET_FROM_1 ? 1 : 0;
    if (openerSide(connection) === side) return;
    const server = sides[side];
    const key = keyOf(connection, server);
    let device = this.#devices.get(key);
    if (device === undefined) {
      device = newDevice(connection, server);
      this.#devices.set(key, device);
    }
    if (!isSame(device, connection, server)) return;
    device.reset++;
    device.since = Math.min(device.since, connection.resetTime);
  }

  /** Second pass: notes connections that outlived the first RST of their device. */
  noteSurvivor(connection: ConnectionView, sides: readonly [SideView, SideView]): void {
    const opener = openerSide(connection);
    if (opener < 0 || (connection.flags & CONNECTION.ENDED_RESET) !== 0) return;
    const server = sides[opener === 0 ? 1 : 0];
    const device = this.#deviceOf(connection, server);
    if (device === undefined || connection.startTime >= device.since) return;
    if (server.lastTime > device.since) device.survived++;
  }

  /** The fate of the device that answered this connection, where the question was raised. */
  fateOf(connection: ConnectionView, server: SideView): DeviceFate | undefined {
    return raisesTheQuestion(connection) ? this.#deviceOf(connection, server) : undefined;
  }

  /** From this time on no connection can have begun before the first such RST of its device. */
  latestFirstReset(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { since } of this.#devices.values()) latest = Math.max(latest, since);
    return latest;
  }

  #deviceOf(connection: ConnectionView, server: SideView): Device | undefined {
    const device = this.#devices.get(keyOf(connection, server));
    return device !== undefined && isSame(device, connection, server) ? device : undefined;
  }
}

function newDevice(connection: ConnectionView, server: SideView): Device {
  const at = connection.at + ADDRESS_AT + server.side * 4;
  return {
    address: [...connection.words.subarray(at, at + 4)],
    port: portOf(connection, server.side),
    ttl: server.ttls & 0xff,
    since: Number.POSITIVE_INFINITY,
    reset: 0,
    survived: 0,
  };
}

function keyOf(connection: ConnectionView, server: SideView): number {
  const at = connection.at + ADDRESS_AT + server.side * 4;
  let key = keyStart(portOf(connection, server.side), server.ttls & 0xff);
  for (let word = 0; word < 4; word++) {
    key = mixIn(key, connection.words[at + word] as number);
  }
  return key;
}

function keyOfDevice({ address, port, ttl }: Device): number {
  return address.reduce(mixIn, keyStart(port, ttl));
}

function keyStart(port: number, ttl: number): number {
  return (port << 8) | ttl;
}

function mixIn(key: number, word: number): number {
  return Math.imul(key ^ word, 0x9e3779b1) ^ (key >>> 15);
}

/** Keys of different devices can be equal; then only the first one is followed. */
function isSame(device: Device, connection: ConnectionView, server: SideView): boolean {
  const at = connection.at + ADDRESS_AT + server.side * 4;
  const { words } = connection;
  return (
    device.port === portOf(connection, server.side) &&
    device.ttl === (server.ttls & 0xff) &&
    device.address.every((word, index) => words[at + index] === word)
  );
}

export function raisesTheQuestion(connection: ConnectionView): boolean {
  if ((connection.flags & CONNECTION.ENDED_RESET) === 0) return false;
  const facts = connection.resetFacts;
  const wanted = RESET.SEQ_IS_ACK | RESET.TTL_KNOWN;
  const unwanted = RESET.ACK_FLAG | RESET.TTL_NEW | RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN;
  return (facts & (wanted | unwanted)) === wanted;
}
