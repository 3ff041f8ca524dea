import { ConnectionView } from "./connection-view.js";
import { EndpointText, portOf } from "./endpoint-text.js";
import { gradeShift } from "./grade.js";
import { CONNECTION, HISTORY_AT, HISTORY_BYTES, RUNS_AT, RUNS_KEPT } from "./layout.js";
import { openerSide } from "./notes.js";
import type { ResolvedOptions } from "./options.js";
import { outcomeOf, resetOf } from "./outcome.js";
import type { ConnectionRecord, TracedConnection } from "./record.js";
import { RestartEvidence } from "./restart.js";
import { likelyServerRank } from "./roles.js";
import { sequenceText } from "./runs.js";
import { SideView } from "./side-view.js";
import { signsOf } from "./signs.js";
import { TextCache } from "./text-cache.js";
import { epochNsText, isoText } from "./time-text.js";
import type { Tracker } from "./tracker.js";
import { historyText } from "./zeek-history.js";
import { connState, zeekRoles } from "./zeek-words.js";

const NANOS_PER_MS = 1e6;
const NANOS_PER_SECOND = 1e9;
/** More than any port can have. */
const VIP_RANK = 4;

/** Makes the record of one connection out of the facts that the tracker collected. */
export class RecordBuilder {
  readonly restart = new RestartEvidence();
  readonly #connection = new ConnectionView();
  readonly #sides: [SideView, SideView] = [new SideView(), new SideView()];
  readonly #endpoints = new EndpointText();
  readonly #histories = new TextCache(HISTORY_BYTES / 4);
  readonly #sequences = new TextCache(RUNS_KEPT * 2);
  readonly #tracker: Tracker;
  readonly #options: ResolvedOptions;

  constructor(tracker: Tracker, options: ResolvedOptions) {
    this.#tracker = tracker;
    this.#options = options;
    for (const view of [this.#connection, ...this.#sides]) tracker.table.attach(view);
  }

  /** Record numbers in order of the connections' first packets. */
  inOrder(ids: readonly number[]): number[] {
    const orders = new Map(ids.map((id) => [id, this.#orderOf(id)]));
    return [...ids].sort((a, b) => (orders.get(a) as number) - (orders.get(b) as number));
  }

  /** First of two looks at all connections, for signs that none of them shows alone. */
  noteResets(ids: readonly number[]): void {
    for (const id of ids) {
      this.#move(id);
      this.restart.noteReset(this.#connection, this.#sides);
    }
  }

  /** The second look, after those of other shares are known. */
  noteSurvivors(ids: readonly number[]): void {
    if (this.restart.isEmpty) return;
    for (const id of ids) {
      this.#move(id);
      this.restart.noteSurvivor(this.#connection, this.#sides);
    }
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
    const [client, server] =
      clientSide === 0 ? this.#sides : ([this.#sides[1], this.#sides[0]] as const);
    const outcome = outcomeOf(connection, client, server);
    const reset = resetOf(connection, clientSide);
    const fate = this.restart.fateOf(connection, server);
    const signs = signsOf(connection, client, server, reset, fate);
    const history = this.#history();
    const sinceBase = Math.floor(connection.startTime / NANOS_PER_SECOND);
    const sec = this.#tracker.baseSec + sinceBase;
    const nanos = connection.startTime - sinceBase * NANOS_PER_SECOND;
    const shifted = gradeShift(connection, client, server, outcome, reset, signs);
    const record: ConnectionRecord = {
      client: this.#endpoints.endpoint(connection, clientSide),
      server: this.#endpoints.server(connection, 1 - clientSide),
      opener: openerWord(connection),
      packets: { client: client.packets, server: server.packets },
      bytes: { client: client.bytes, server: server.bytes },
      start: isoText(sec, nanos),
      startNs: epochNsText(sec, nanos),
      durationMs: (connection.lastTime - connection.startTime) / NANOS_PER_MS,
      sequence: this.#sequence(clientSide),
      state: connState(...zeekRoles(connection, this.#sides), history),
      history,
      retransmissions: client.retries + server.retries,
      gaps: this.#gaps(id, client, server),
      outcome,
      shifted,
    };
    if (reset !== undefined) record.reset = reset;
    const packets = this.#tracker.packets.take(id, clientSide);
    return { record, packets, order: connection.startOrder };
  }

  #history(): string {
    const { words, at, histLength } = this.#connection;
    return this.#histories.find(words, at + HISTORY_AT, histLength, () =>
      historyText(this.#connection),
    );
  }

  /** The runs say all that the sequence depends on, but for whose they are and how many were left out. */
  #sequence(clientSide: number): string {
    const connection = this.#connection;
    const make = () => sequenceText(connection, clientSide);
    if (connection.runCount > RUNS_KEPT * 2 || connection.latePackets > 0) return make();
    const extra = connection.runCount * 2 + clientSide;
    return this.#sequences.find(connection.words, connection.at + RUNS_AT, extra, make);
  }

  /** The side that opened; else the VIP's other side, the port that looks less like a service, or who spoke first. */
  #clientSide(): number {
    const connection = this.#connection;
    const opener = openerSide(connection);
    if (opener >= 0) return opener;
    const { vips, servicePorts } = this.#options;
    const rank = (side: number) =>
      (vips.has(this.#endpoints.address(connection, side)) ? VIP_RANK : 0) +
      likelyServerRank(portOf(connection, side), servicePorts);
    return rank(0) > rank(1) ? 1 : 0;
  }

  #gaps(id: number, client: SideView, server: SideView): number {
    const { reassembly } = this.#tracker;
    return (
      client.gaps + server.gaps + reassembly.openHoles(id * 2) + reassembly.openHoles(id * 2 + 1)
    );
  }
}

function openerWord(connection: ConnectionView): ConnectionRecord["opener"] {
  if (connection.flags & CONNECTION.SYN_SEEN) return "SYN";
  return connection.flags & CONNECTION.SYN_ACK_SEEN ? "SYN-ACK" : "guess";
}
