import { formatEndpoint } from "../core/index.js";
import { ipv4Text, ipv6Text } from "./address-text.js";
import { ConnectionView } from "./connection-view.js";
import { gradeShift } from "./grade.js";
import { ADDRESS_AT, CONNECTION } from "./layout.js";
import { openerSide } from "./notes.js";
import type { ResolvedOptions } from "./options.js";
import { outcomeOf, resetOf } from "./outcome.js";
import type { ConnectionRecord, TracedConnection } from "./record.js";
import { RestartEvidence } from "./restart.js";
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

/** Makes the record of one connection out of the facts that the tracker collected. */
export class RecordBuilder {
  readonly #connection = new ConnectionView();
  readonly #sides: [SideView, SideView] = [new SideView(), new SideView()];
  readonly #restart = new RestartEvidence();
  readonly #tracker: Tracker;
  readonly #options: ResolvedOptions;

  constructor(tracker: Tracker, options: ResolvedOptions) {
    this.#tracker = tracker;
    this.#options = options;
    for (const view of [this.#connection, ...this.#sides]) tracker.table.attach(view);
  }

  /** Record numbers in order of the connections' first packets. */
  inOrder(ids: Iterable<number>): number[] {
    const orderOf = (id: number) => {
      this.#connection.move(id);
      return this.#connection.startOrder;
    };
    return [...ids]
      .map((id) => ({ id, order: orderOf(id) }))
      .sort((a, b) => a.order - b.order)
      .map(({ id }) => id);
  }

  /** Compares all connections with each other, for signs that none of them shows alone. */
  compare(ids: () => Iterable<number>): void {
    for (const id of ids()) {
      this.#move(id);
      this.#restart.noteReset(this.#connection, this.#sides);
    }
    if (this.#restart.isEmpty) return;
    for (const id of ids()) {
      this.#move(id);
      this.#restart.noteSurvivor(this.#connection, this.#sides);
    }
  }

  #move(id: number): void {
    this.#connection.move(id);
    this.#sides[0].move(id, 0);
    this.#sides[1].move(id, 1);
  }

  /** The connection with the packets that were kept of it. */
  build(id: number): TracedConnection {
    const connection = this.#connection;
    const [zero, one] = this.#sides;
    this.#move(id);
    const addresses = [this.#address(0), this.#address(1)] as const;
    const ports = [connection.ports >>> 16, connection.ports & 0xffff] as const;
    const opener = openerSide(connection);
    const clientSide = opener >= 0 ? opener : guessClient(addresses, ports, this.#options);
    const [client, server] = clientSide === 0 ? [zero, one] : [one, zero];
    const outcome = outcomeOf(connection, client, server);
    const reset = resetOf(connection, clientSide);
    const signs = signsOf(
      connection,
      client,
      server,
      reset,
      this.#restart.fateOf(connection, server),
    );
    const history = historyText(connection);
    const sinceBase = Math.floor(connection.startTime / NANOS_PER_SECOND);
    const sec = this.#tracker.baseSec + sinceBase;
    const nanos = connection.startTime - sinceBase * NANOS_PER_SECOND;
    const record: ConnectionRecord = {
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
    const packets = this.#tracker.packets.take(id, clientSide);
    return { record, packets, order: connection.startOrder };
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
  options: ResolvedOptions,
): number {
  const rank = (side: 0 | 1) =>
    (options.vips.has(addresses[side]) ? 4 : 0) +
    likelyServerRank(ports[side], options.servicePorts);
  return rank(0) > rank(1) ? 1 : 0;
}
