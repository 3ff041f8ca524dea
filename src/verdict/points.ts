import { join } from "node:path";
import { analyzeFiles, type PacketFact, type TracedConnection } from "../analysis/index.js";
import type { CaptureRecord } from "../core/index.js";

/** What one capture shows. */
export interface PointView {
  capture: CaptureRecord;
  connections: TracedConnection[];
  /** Packets by client and server, with directions as the client and server of the key have them. */
  packetsOf(client: string, server: string): PacketFact[];
  /** What could not be read of the file. */
  faults: string[];
}

/** Reads every capture of a case. */
export function readPoints(captures: readonly CaptureRecord[], runFolder: string): Promise<PointView[]> {
  return Promise.all(captures.map((capture) => readPoint(capture, runFolder)));
}

async function readPoint(capture: CaptureRecord, runFolder: string): Promise<PointView> {
  const { connections, faults } = await analyzeFiles([join(runFolder, capture.file)], { keepPackets: true });
  const byPair = new Map<string, TracedConnection[]>();
  for (const connection of connections) {
    const key = pairKey(connection.record.client, connection.record.server);
    byPair.set(key, [...(byPair.get(key) ?? []), connection]);
  }
  return {
    capture,
    connections,
    faults: faults.map(({ file, offset, message }) => `${file} at byte ${offset}: ${message}`),
    packetsOf: (client, server) =>
      (byPair.get(pairKey(client, server)) ?? [])
        .flatMap(({ record, packets }) => (record.client === client ? packets : packets.map(turned)))
        .sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0)),
  };
}

// At a device that never saw the SYN, who is the client is only a guess: both orders are the same pair.
function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function turned(packet: PacketFact): PacketFact {
  return { ...packet, dir: packet.dir === ">" ? "<" : ">" };
}
