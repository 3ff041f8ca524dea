import {
  ConnectionView,
  DeviceView,
  JUDGED,
  type RecordSource,
  SIDE,
  SideView,
} from "../engine/index.js";
import { EndpointText } from "./endpoint-text.js";
import {
  gradedOf,
  howOf,
  lastGapsOf,
  openerOf,
  outcomeOf,
  phaseOf,
  resetterOf,
  stateOf,
} from "./judgement-words.js";
import type { PacketStore } from "./packet-store.js";
import type { ConnectionRecord, Reset, Sign, TracedConnection } from "./record.js";
import { SequenceText } from "./runs.js";
import { tellSigns } from "./sign-words.js";
import { StartText } from "./time-text.js";
import { HistoryText } from "./zeek-history.js";

const NANOS_PER_MS = 1e6;

/** Where the facts of connections are, and what else their records are made of. */
export interface RecordParts {
  records: RecordSource;
  packets: PacketStore;
}

/** Makes the record of one connection out of the facts that the tracker collected. */
export class RecordBuilder {
  readonly #connection = new ConnectionView();
  readonly #client = new SideView();
  readonly #server = new SideView();
  readonly #device = new DeviceView();
  readonly #endpoints = new EndpointText();
  readonly #starts = new StartText();
  readonly #histories = new HistoryText();
  readonly #sequences = new SequenceText();
  readonly #packets: PacketStore;

  constructor({ records, packets }: RecordParts) {
    this.#packets = packets;
    for (const view of [this.#connection, this.#client, this.#server, this.#device])
      records.attach(view);
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

  /** The connection, which is judged, with the packets that were kept of it. */
  build(id: number): TracedConnection {
    const connection = this.#connection;
    connection.move(id);
    const { judgement } = connection;
    const clientSide = judgement & JUDGED.CLIENT_IS_1;
    const client = this.#client;
    const server = this.#server;
    client.move(id, clientSide);
    server.move(id, 1 - clientSide);
    const fraction = this.#starts.fraction(connection);
    const record: ConnectionRecord = {
      client: this.#endpoints.client(connection, clientSide),
      server: this.#endpoints.server(connection, 1 - clientSide),
      opener: openerOf(judgement),
      packets: { client: client.packets, server: server.packets },
      bytes: { client: client.bytes, server: server.bytes },
      start: this.#starts.iso(connection, fraction),
      startNs: this.#starts.epochNs(connection, fraction),
      durationMs: (connection.lastTime - connection.startTime) / NANOS_PER_MS,
      sequence: this.#sequences.of(connection, clientSide),
      state: stateOf(judgement),
      history: this.#histories.of(connection),
      retransmissions: client.retries + server.retries,
      gaps: gapsOf(client) + gapsOf(server) + lastGapsOf(judgement),
      outcome: outcomeOf(judgement),
      shifted: this.#shifted(),
    };
    const by = resetterOf(judgement);
    if (by !== undefined) record.reset = this.#reset(by);
    const packets = this.#packets.take(id, clientSide);
    const { startOrder: order, resetTtl } = connection;
    const serverTtl = server.facts & SIDE.COPY_TTL ? 0 : server.ttls & 0xff;
    const serverIsn = server.facts & SIDE.SYN_SENT ? server.isn : undefined;
    return { record, packets, order, resetTtl, serverTtl, serverIsn };
  }

  #shifted(): ConnectionRecord["shifted"] {
    const { signs, judgement } = this.#connection;
    const { grade, reason } = gradedOf(judgement);
    return { grade, signs: signs === 0 ? [] : this.#tellSigns(signs), reason };
  }

  #tellSigns(signs: number): Sign[] {
    this.#device.moveTo(this.#server);
    return tellSigns(signs, {
      connection: this.#connection,
      client: this.#client,
      server: this.#server,
      device: this.#device,
    });
  }

  #reset(by: Reset["by"]): Reset {
    const { judgement, resetTime, startTime, resetBytes } = this.#connection;
    return {
      by,
      how: howOf(judgement),
      phase: phaseOf(judgement),
      afterMs: (resetTime - startTime) / NANOS_PER_MS,
      afterBytes: resetBytes,
    };
  }
}

/** Holes that were passed over, and those below payload that nobody acknowledged. */
function gapsOf({ gaps, openHoles }: SideView): number {
  return gaps + openHoles;
}
