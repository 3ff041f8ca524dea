import { formatEndpoint } from "../core/index.js";
import { ipv4Text, ipv6Text } from "./address-text.js";
import { ConnectionView } from "./connection-view.js";
import { gradeShift } from "./grade.js";
import { ADDRESS_AT, CONNECTION } from "./layout.js";
import { openerSide } from "./notes.js";
import { outcomeOf, resetOf } from "./outcome.js";
import type { ConnectionRecord } from "./record.js";
import { likelyServerRank } from "./roles.js";
import { sequenceText } from "./runs.js";
import { SideView } from "./side-view.js";
import { signsOf } from "./signs.js";
import { epochNsText, isoText } from "./time-text.js";
import type { Tracker } from "./tracker.js";
import { historyText } from "./zeek-history.js";
import { connState, zeekRoles } from "./zeek-words.js";

const NANOS_PER_MS = 1e6;
const NANOS_PER_SECOND = 1e9;

/** What is known of the servers before anything is read. */
export interface ServerHints {
  servicePorts: ReadonlySet<number>;
  /** Anycast addresses in canonical text. */
  vips: ReadonlySet<string>;
}

/** Makes the record of one connection out of the facts that the tracker collected. */
export class RecordBuilder {
  /** Side of the client in the record that was built last. */
  clientSide = 0;
  readonly #connection = new ConnectionView();
  readonly #sides: [SideView, SideView] = [new SideView(), new SideView()];
  readonly #tracker: Tracker;
  readonly #hints: ServerHints;

  constructor(tracker: Tracker, hints: ServerHints) {
    this.#tracker = tracker;
    this.#hints = hints;
    for (const view of [this.#connection, ...this.#sides]) tracker.table.attach(view);
  }

  build(id: number): ConnectionRecord {
    const connection = this.#connection;
    const [zero, one] = this.#sides;
    connection.move(id);
    zero.move(id, 0);
    one.move(id, 1);
    const addresses = [this.#address(0), this.#address(1)] as const;
    const ports = [connection.ports >>> 16, connection.ports & 0xffff] as const;
    const opener = openerSide(connection);
    const clientSide = opener >= 0 ? opener : guessClient(addresses, ports, this.#hints);
    this.clientSide = clientSide;
    const [client, server] = clientSide === 0 ? [zero, one] : [one, zero];
    const outcome = outcomeOf(connection, client, server);
    const reset = resetOf(connection, clientSide);
    const signs = signsOf(connection, client, server, reset);
    const history = historyText(connection);
    const sinceBase = Math.floor(connection.startTime / NANOS_PER_SECOND);
    const sec = this.#tracker.baseSec + sinceBase;
    const nanos = connection.startTime - sinceBase * NANOS_PER_SECOND;
    return {
      client: endpoint(addresses, ports, clientSide),
      server: endpoint(addresses, ports, 1 - clientSide),
      opener: openerWord(connection),
      packets: { client: client.packets, server: server.packets },
      bytes: { client: client.bytes, server: server.bytes },
      start: isoText(sec, nanos),
      startNs: epochNsText(sec, nanos),
      durationMs: (connection.lastTime - connection.startTime) / NANOS_PER_MS,
      sequence: sequenceText(connection, clientSide),
      state: connState(...zeekRoles(connection, this.#sides), history),
      history,
      retransmissions: client.retries + server.retries,
      gaps: this.#gaps(id, client, server),
      outcome,
      ...(reset && { reset }),
      shifted: gradeShift(connection, client, outcome, reset, signs),
    };
  }

  #gaps(id: number, client: SideView, server: SideView): number {
    const { reassembly } = this.#tracker;
    return (
      client.gaps + server.gaps + reassembly.openHoles(id * 2) + reassembly.openHoles(id * 2 + 1)
    );
  }

  #address(side: 0 | 1): string {
    const { words, at, flags } = this.#connection;
    const from = at + ADDRESS_AT + side * 4;
    const first = words[from] as number;
    if ((flags & CONNECTION.IPV6) === 0) return ipv4Text(first);
    return ipv6Text(
      first,
      words[from + 1] as number,
      words[from + 2] as number,
      words[from + 3] as number,
    );
  }
}

function endpoint(
  addresses: readonly [string, string],
  ports: readonly [number, number],
  side: number,
): string {
  return formatEndpoint(addresses[side] as string, ports[side] as number);
}

function openerWord(connection: ConnectionView): ConnectionRecord["opener"] {
  if (connection.flags & CONNECTION.SYN_SEEN) return "SYN";
  return connection.flags & CONNECTION.SYN_ACK_SEEN ? "SYN-ACK" : "guess";
}

/** The side with the VIP is the server, else the one whose port looks more like a service, else the one that spoke second. */
function guessClient(
  addresses: readonly [string, string],
  ports: readonly [number, number],
  hints: ServerHints,
): number {
  const rank = (side: 0 | 1) =>
    (hints.vips.has(addresses[side]) ? 4 : 0) + likelyServerRank(ports[side], hints.servicePorts);
  return rank(0) > rank(1) ? 1 : 0;
}
