import type { ConnectionView } from "./connection-view.js";
import { ADDRESS_AT, CONNECTION, RESET } from "./layout.js";
import { openerSide } from "./notes.js";
import type { SideView } from "./side-view.js";

/** What became of the connections that one device had when it first answered without a socket. */
export interface DeviceFate {
  /** Time of that first answer. */
  since: number;
  /** Connections that were answered so. */
  reset: number;
  /** Connections from before that went on after it. */
  survived: number;
}

interface Device extends DeviceFate {
  address: number[];
  port: number;
  ttl: number;
}

/**
 * Looks at the other connections of a server at the same distance: a device that restarted has lost all of them, a shift
 * takes some. Only RSTs with the TTL of the device's other packets raise the question.
 */
export class RestartEvidence {
  readonly #devices = new Map<number, Device>();

  /** First pass: notes the devices with such RSTs. `sides` look at the record that `connection` looks at. */
  noteReset(connection: ConnectionView, sides: readonly [SideView, SideView]): void {
    if (!raisesTheQuestion(connection)) return;
    const side = connection.flags & CONNECTION.RESET_FROM_1 ? 1 : 0;
    if (openerSide(connection) === side) return;
    const device = this.#device(connection, sides[side], true);
    if (device === undefined) return;
    device.reset++;
    device.since = Math.min(device.since, connection.resetTime);
  }

  /** Second pass: notes connections that outlived the first RST of their device. */
  noteSurvivor(connection: ConnectionView, sides: readonly [SideView, SideView]): void {
    const opener = openerSide(connection);
    if (opener < 0 || raisesTheQuestion(connection)) return;
    const server = sides[opener === 0 ? 1 : 0];
    const device = this.#device(connection, server, false);
    if (device === undefined || connection.startTime >= device.since) return;
    if (server.lastTime > device.since && (connection.flags & CONNECTION.ENDED_RESET) === 0) {
      device.survived++;
    }
  }

  /** True when no device raises the question, so that the second pass can be left out. */
  get isEmpty(): boolean {
    return this.#devices.size === 0;
  }

  /** The fate of the device that answered this connection, where the question was raised. */
  fateOf(connection: ConnectionView, server: SideView): DeviceFate | undefined {
    return raisesTheQuestion(connection) ? this.#device(connection, server, false) : undefined;
  }

  #device(connection: ConnectionView, server: SideView, create: boolean): Device | undefined {
    const at = connection.at + ADDRESS_AT + server.side * 4;
    const port = server.side === 0 ? connection.ports >>> 16 : connection.ports & 0xffff;
    const ttl = server.ttls & 0xff;
    let key = (port << 8) | ttl;
    for (let word = 0; word < 4; word++) {
      key = Math.imul(key ^ (connection.words[at + word] as number), 0x9e3779b1) ^ (key >>> 15);
    }
    let device = this.#devices.get(key);
    if (device === undefined && create) {
      const address = [...connection.words.subarray(at, at + 4)];
      device = { address, port, ttl, since: Number.POSITIVE_INFINITY, reset: 0, survived: 0 };
      this.#devices.set(key, device);
    }
    return device !== undefined && isSame(device, connection, at, port, ttl) ? device : undefined;
  }
}

function isSame(
  device: Device,
  connection: ConnectionView,
  at: number,
  port: number,
  ttl: number,
): boolean {
  const words = connection.words;
  return (
    device.port === port &&
    device.ttl === ttl &&
    device.address.every((word, index) => words[at + index] === word)
  );
}

function raisesTheQuestion(connection: ConnectionView): boolean {
  if ((connection.flags & CONNECTION.ENDED_RESET) === 0) return false;
  const facts = connection.resetFacts;
  const wanted = RESET.SEQ_IS_ACK | RESET.TTL_KNOWN;
  const unwanted = RESET.ACK_FLAG | RESET.TTL_NEW | RESET.SENDER_HAD_FIN | RESET.OTHER_HAD_FIN;
  return (facts & (wanted | unwanted)) === wanted;
}
