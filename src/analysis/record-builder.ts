import {
  CONNECTION,
  ConnectionView,
  DeviceView,
  HISTORY_AT,
  HISTORY_BYTES,
  type RecordSource,
  SideView,
} from "../engine/index.js";
import { nineDigits } from "./digits.js";
import { EndpointText } from "./endpoint-text.js";
import { openerSide } from "./facts.js";
import { gradeShift } from "./grade.js";
import { outcomeOf, resetOf } from "./outcome.js";
import type { PacketStore } from "./packet-store.js";
import type { ConnectionRecord, TracedConnection } from "./record.js";
import { SequenceText } from "./runs.js";
import { tellSigns } from "./sign-words.js";
import { signsOf } from "./signs.js";
import { TextCache } from "./text-cache.js";
import { epochNsText, isoText } from "./time-text.js";
import { historyText } from "./zeek-history.js";
import { connState } from "./zeek-words.js";

const NANOS_PER_MS = 1e6;

/** Where the facts of connections are, and what else their records are made of. */
export interface RecordParts {
  records: RecordSource;
  packets: PacketStore;
  vips: ReadonlySet<string>;
}

/** Makes the record of one connection out of the facts that the tracker collected. */
export class RecordBuilder {
  readonly #connection = new ConnectionView();
  readonly #sides: [SideView, SideView] = [new SideView(), new SideView()];
  readonly #device = new DeviceView();
  readonly #endpoints = new EndpointText();
  readonly #histories = new TextCache(HISTORY_BYTES / 4);
  readonly #sequences = new SequenceText();
  readonly #packets: PacketStore;
  readonly #vips: ReadonlySet<string>;

  constructor({ records, packets, vips }: RecordParts) {
    this.#packets = packets;
    this.#vips = vips;
    for (const view of [this.#connection, ...this.#sides, this.#device]) records.attach(view);
  }

  /** Ascending record numbers, in order of the connections' first packets. */
  inOrder(ids: Uint32Array): Uint32Array {
    const orders = new Float64Array((ids.at(-1) ?? -1) + 1);
    for (const id of ids) orders[id] = this.#orderOf(id);
    return ids.slice().sort((a, b) => (orders[a] as number) - (orders[b] as number));
  }

  #orderOf(id: number): number {
    this.#connection.move(id);
    return this.#connection.startOrder;
  }

  #move(id: number): void {
    this.#connection.move(id);
    this.#sides[0].move(id, 0);
    this.#sides[1].move(id, 1);
  }

  /** The connection with the packets that were kept of it. */
  build(id: number): TracedConnection {
    const connection = this.#connection;
    this.#move(id);
    const clientSide = this.#clientSide();
    const [first, second] = this.#sides;
    const client = clientSide === 0 ? first : second;
    const server = clientSide === 0 ? second : first;
    const outcome = outcomeOf(connection, client, server);
    const reset = resetOf(connection, clientSide);
    this.#device.moveTo(server);
    const traces = { connection, client, server, device: this.#device };
    const signs = signsOf(traces, outcome, reset);
    const [grade, reason] = gradeShift(traces, outcome, reset, signs);
    const history = this.#history();
    const sec = connection.startSec;
    const fraction = nineDigits(connection.startNanos);
    const record: ConnectionRecord = {
      client: this.#endpoints.endpoint(connection, clientSide),
      server: this.#endpoints.server(connection, 1 - clientSide),
      opener: openerWord(connection),
      packets: { client: client.packets, server: server.packets },
      bytes: { client: client.bytes, server: server.bytes },
      start: isoText(sec, fraction),
      startNs: epochNsText(sec, fraction),
      durationMs: (connection.lastTime - connection.startTime) / NANOS_PER_MS,
      sequence: this.#sequences.of(connection, clientSide),
      state: this.#state(history),
      history,
      retransmissions: client.retries + server.retries,
      gaps: client.gaps + server.gaps + client.openHoles + server.openHoles,
      outcome,
      shifted: { grade, signs: tellSigns(signs, traces), reason },
    };
    if (reset !== undefined) record.reset = reset;
    const packets = this.#packets.take(id, clientSide);
    return { record, packets, order: connection.startOrder };
  }

  #state(history: string): string {
    const [first, second] = this.#sides;
    const swapped = (this.#connection.flags & CONNECTION.ORIG_IS_1) !== 0;
    return swapped ? connState(second, first, history) : connState(first, second, history);
  }

  #history(): string {
    const connection = this.#connection;
    const { words, histLength } = connection;
    const at = connection.at + HISTORY_AT;
    const count = Math.min((histLength + 3) >>> 2, HISTORY_BYTES / 4);
    const known = this.#histories.find(words, at, count, histLength);
    return known ?? this.#histories.keep(words, at, count, histLength, historyText(connection));
  }

  /** The side that opened; else the VIP's other side, the port that looks less like a service, or who spoke first. */
  #clientSide(): number {
    const connection = this.#connection;
    const opener = openerSide(connection);
    if (opener >= 0) return opener;
    const [first, second] = [this.#isVip(0), this.#isVip(1)];
    if (first !== second) return first ? 1 : 0;
    return connection.flags & CONNECTION.SERVICE_PORT_0 ? 1 : 0;
  }

  #isVip(side: number): boolean {
    return this.#vips.has(this.#endpoints.address(this.#connection, side));
  }
}

function openerWord(connection: ConnectionView): ConnectionRecord["opener"] {
  if (connection.flags & CONNECTION.SYN_SEEN) return "SYN";
  return connection.flags & CONNECTION.SYN_ACK_SEEN ? "SYN-ACK" : "guess";
}
