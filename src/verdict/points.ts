import { join } from "node:path";
import {
  analyzeFiles,
  type PacketFact,
  readSenders,
  type TracedConnection,
} from "../analysis/index.js";
import { byNs, type CaptureRecord, groupBy, messageOf, ShiftError } from "../core/index.js";

/** Wall-clock nanoseconds: `since` belongs to the span, `until` does not; open where it is undefined. */
export interface Span {
  since: bigint | undefined;
  until: bigint | undefined;
}

/** What one capture shows. */
export interface PointView {
  capture: CaptureRecord;
  connections: TracedConnection[];
  /** Packets by client and server in a span, with directions as the client and server of the key have them. */
  packetsOf(client: string, server: string, span: Span): PacketFact[];
  /** What could not be read of the file, or is missing in it. */
  faults: string[];
}

/** Reads every capture of a case, one after the other: what a file takes while it is read is held once at a time. */
export async function readPoints(
  captures: readonly CaptureRecord[],
  runFolder: string,
): Promise<PointView[]> {
  const points: PointView[] = [];
  for (const capture of captures) points.push(await readPoint(capture, runFolder));
  return points;
}

async function readPoint(capture: CaptureRecord, runFolder: string): Promise<PointView> {
  const { connections, faults } = await readFile(capture, runFolder);
  const byPair = groupBy(connections, ({ record }) => pairKey(record.client, record.server));
  return {
    capture,
    connections,
    faults,
    packetsOf: (client, server, span) =>
      inTimeOrder(
        (byPair.get(pairKey(client, server)) ?? [])
          .flatMap(({ record, packets }) =>
            record.client === client ? packets : packets.map(turned),
          )
          .filter(({ ns }) => isWithin(ns, span)),
      ),
  };
}

/** Whether a server accepts with a packet. */
export function isSynAck({ dir, flags }: PacketFact): boolean {
  return dir === "<" && /S.*\./.test(flags);
}

/** Whether a moment falls into a span. */
export function isWithin(ns: bigint, { since, until }: Span): boolean {
  return (since === undefined || ns >= since) && (until === undefined || ns < until);
}

/** The item whose time is nearest to a moment; of several the first. */
export function nearest<T>(
  items: readonly T[],
  timeOf: (item: T) => bigint,
  ns: bigint,
): T | undefined {
  const distance = (item: T) => {
    const between = timeOf(item) - ns;
    return between < 0n ? -between : between;
  };
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || distance(item) < distance(best) ? item : best),
    undefined,
  );
}

/** Packets by the time of their capture; those of one moment stay as they are. */
export function inTimeOrder(packets: PacketFact[]): PacketFact[] {
  return packets.sort(byNs);
}

/** The packets of a connection at every device that has any, with their time for those who sort them. */
export function atAllDevices(
  atDevice: ReadonlyMap<string, readonly PacketFact[]>,
): { device: string; packet: PacketFact; ns: bigint }[] {
  return [...atDevice].flatMap(([device, there]) =>
    there.map((packet) => ({ device, packet, ns: packet.ns })),
  );
}

async function readFile(
  { file, packets, node, interface: name, macs }: CaptureRecord,
  runFolder: string,
): Promise<Pick<PointView, "connections" | "faults">> {
  try {
    const path = join(runFolder, file);
    const read = await analyzeFiles([path], { keepPackets: true });
    const faults = read.faults.map((fault) => `${file} at byte ${fault.offset}: ${fault.message}`);
    // A file that was cut between two packets reads without a fault.
    if (faults.length === 0 && read.totals.packets !== packets)
      faults.push(`${file} holds ${read.totals.packets} packets of ${packets}`);
    const senders = macs === undefined ? [] : await readSenders(path);
    // Of its own link one end at least: a user's own commands may change a MAC address.
    if (senders[0] !== undefined && !senders.some((sender) => macs?.includes(sender)))
      faults.push(
        `${file} was not captured at ${node} ${name}: its frames are of ${senders.join(", ")}`,
      );
    return { connections: read.connections, faults };
  } catch (thrown) {
    if (!(thrown instanceof ShiftError)) throw thrown;
    return { connections: [], faults: [messageOf(thrown)] };
  }
}

// At a device that never saw the SYN, who is the client is only a guess: both orders are the same pair.
function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function turned(packet: PacketFact): PacketFact {
  return { ...packet, dir: packet.dir === ">" ? "<" : ">" };
}
