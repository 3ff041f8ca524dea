import {
  type ConnectionRecord,
  endingRst,
  type MptcpHandshakes,
  type PacketFact,
  type TracedConnection,
} from "../analysis/index.js";
import { addressOf, byNs, groupBy, type TrafficRecord } from "../core/index.js";
import { agree, looksRefused } from "./agree.js";
import type { ConnectionResult } from "./document.js";
import type { CaseEvidence } from "./evidence.js";
import { atAllDevices, inTimeOrder, isSynAck, type PointView, type Span } from "./points.js";
import { nearestRecord, spansOf } from "./reused-ports.js";
import { sequenceText } from "./sequence-text.js";

/** What programs say of a connection that a RST ended before they had it. */
const REFUSALS = new Set<TrafficRecord["said"]>(["refused", "reset"]);

/** A connection as its origin's capture shows it, with its packets at every other point. */
export interface JudgedConnection {
  result: ConnectionResult;
  origin: string;
  packets: readonly PacketFact[];
  /** Packets at each device that saw any of it. */
  atDevice: Map<string, PacketFact[]>;
  /** Packets at each member link of the ECMP hop, by the neighbour at its other end. */
  onMember: Map<string, PacketFact[]>;
  said: TrafficRecord | undefined;
}

/**
 * Follows every connection of the origins' captures, in the order of their first packets, through the captures of the
 * member links and devices.
 */
export function correlate(
  evidence: CaseEvidence,
  points: readonly PointView[],
  handshakes: ReadonlyMap<string, MptcpHandshakes> = new Map(),
): JudgedConnection[] {
  const { facts, traffic } = evidence;
  const servers = new Set([facts.vip, ...facts.devices.map(({ address }) => address)]);
  const records = groupBy(traffic, ({ client, server }) => `${client} ${server}`);
  const takeRefusal = refusals(traffic);
  return points
    .filter(({ capture }) => capture.point === "origin")
    .flatMap((view) => {
      const joined = subflowsOf(view.connections, handshakes.get(view.capture.file));
      const spanOf = spansOf(view.connections, ({ record }) => endsOf(record));
      return view.connections
        .filter(({ record }) => servers.has(addressOf(record.server)))
        .map((traced) => {
          const said =
            nearestRecord(records.get(endsOf(traced.record)) ?? [], traced) ??
            takeRefusal(traced.record, view.capture.node);
          return judged(traced, view, points, {
            said,
            subflows: joined(traced),
            span: spanOf(traced),
          });
        });
    });
}

// Programs do not always know the port of a connection that was refused. Which of an origin's is whose does not matter:
// there is nothing in one but its handshake and the RST.
function refusals(traffic: readonly TrafficRecord[]) {
  const nameless = groupBy(
    traffic.filter(({ client, said }) => client === undefined && REFUSALS.has(said)),
    ({ origin, server }) => `${origin} ${server}`,
  );
  return (record: ConnectionRecord, origin: string): TrafficRecord | undefined => {
    if (!looksRefused(record)) return undefined;
    const told = nameless.get(`${origin} ${addressOf(record.server)}`) ?? [];
    const index = told.findIndex((one) => agree(one, record, []));
    return index === -1 ? undefined : told.splice(index, 1)[0];
  };
}

// A subflow belongs to the connection whose server's key its token is made from.
function subflowsOf(
  connections: readonly TracedConnection[],
  handshakes: MptcpHandshakes | undefined,
): (connection: TracedConnection) => ConnectionRecord[] {
  if (!handshakes) return () => [];
  const tokenIn = (tokens: ReadonlyMap<number, number>, { packets }: TracedConnection) =>
    packets.flatMap(({ index }) => tokens.get(index) ?? [])[0];
  const byToken = groupBy(connections, (connection) => tokenIn(handshakes.joins, connection));
  return (connection) => {
    const token = tokenIn(handshakes.tokens, connection);
    const joined = token === undefined ? [] : (byToken.get(token) ?? []);
    return joined.map(({ record }) => record);
  };
}

/** What is known of a connection besides its packets at the origin. */
interface Known {
  said: TrafficRecord | undefined;
  subflows: readonly ConnectionRecord[];
  /** When its ports were its own. */
  span: Span;
}

function judged(
  { record, packets }: TracedConnection,
  origin: PointView,
  points: readonly PointView[],
  { said, subflows, span }: Known,
): JudgedConnection {
  const packetsAt = (point: "device" | "member-link", name: "node" | "peer") =>
    packetsBy(
      name,
      points.filter(({ capture }) => capture.point === point),
      (view) => view.packetsOf(record.client, record.server, span),
    );
  const atDevice = packetsAt("device", "node");
  const { own, others } = visited(atDevice);
  const ending =
    record.reset?.by === "server" ? packets[endingRst(packets, record.reset)] : undefined;
  const resetDevice = ending ? senderOf(ending, atDevice) : undefined;
  const result: ConnectionResult = {
    client: record.client,
    server: record.server,
    ...(said ? { traffic: said.traffic } : {}),
    ...(said?.transfer === undefined ? {} : { transfer: said.transfer }),
    ...(said?.set === undefined ? {} : { set: said.set }),
    sequence: sequenceText(packets),
    outcome: record.outcome,
    ...(record.outcome === "closed" && said?.said === "cut" ? { cut: true } : {}),
    ...(subflows.length > 0
      ? { subflows: subflows.map(({ client, server, outcome }) => ({ client, server, outcome })) }
      : {}),
    ...(record.reset
      ? { reset: { ...record.reset, ...(resetDevice ? { device: resetDevice } : {}) } }
      : {}),
    devices: [...own, ...others].map(({ device }) => device),
    ...(others[0] ? { shiftedAtWallNs: String(others[0].ns) } : {}),
    shifted: record.shifted.grade,
    ...(said
      ? { said: `${said.said}: ${said.detail}`, agrees: agree(said, record, subflows) }
      : {}),
    capture: origin.capture.file,
  };
  return {
    result,
    origin: origin.capture.node,
    packets,
    atDevice,
    onMember: packetsAt("member-link", "peer"),
    said,
  };
}

// A device is captured at each of its links: what it relays is seen there twice.
function packetsBy(
  name: "node" | "peer",
  points: readonly PointView[],
  packetsOf: (view: PointView) => PacketFact[],
): Map<string, PacketFact[]> {
  const found = new Map<string, PacketFact[]>();
  for (const view of points) {
    const there = packetsOf(view);
    const before = found.get(view.capture[name]) ?? [];
    if (there.length > 0) found.set(view.capture[name], inTimeOrder([...before, ...there]));
  }
  return found;
}

// The device that accepted the connection, which need not be the first that a SYN reached; then the others, in the order
// in which packets reached them after that.
function visited(atDevice: ReadonlyMap<string, PacketFact[]>) {
  const accepted = earliest(atDevice, isSynAck)[0];
  const arrivals = earliest(atDevice, ({ dir }) => dir === ">");
  const own = accepted ?? arrivals[0];
  if (own === undefined) return { own: [], others: [] };
  const later = earliest(atDevice, ({ dir, ns }) => dir === ">" && ns >= own.ns);
  return {
    own: arrivals.filter(({ device }) => device === own.device),
    others: later.filter(({ device }) => device !== own.device),
  };
}

/** When each device first saw such a packet, in order of time; others are left out. */
function earliest(
  atDevice: ReadonlyMap<string, PacketFact[]>,
  isSuch: (packet: PacketFact) => boolean,
): { device: string; ns: bigint }[] {
  return [...atDevice]
    .flatMap(([device, there]) => {
      const first = there.find(isSuch);
      return first ? [{ device, ns: first.ns }] : [];
    })
    .sort(byNs);
}

// The RST that the origin received, found again where it was sent: same sequence number, latest before its arrival.
function senderOf(
  reset: PacketFact,
  atDevice: ReadonlyMap<string, PacketFact[]>,
): string | undefined {
  const senders = atAllDevices(atDevice)
    .filter(
      ({ packet }) =>
        packet.dir === "<" &&
        packet.flags === reset.flags &&
        packet.seq === reset.seq &&
        packet.ns <= reset.ns,
    )
    .sort(byNs);
  return senders.at(-1)?.device;
}

/** Those connections that are to the anycast address: filters and silence act on no others. */
export function toAnycast(
  connections: readonly JudgedConnection[],
  { vip }: CaseEvidence["facts"],
): JudgedConnection[] {
  return connections.filter(({ result }) => addressOf(result.server) === vip);
}

/**
 * A connection by its client's ip:port and its server's address, as traffic records name it: the kernel may give the
 * same port to connections to two servers.
 */
export function endsOf({ client, server }: { client: string; server: string }): string {
  return `${client} ${addressOf(server)}`;
}
