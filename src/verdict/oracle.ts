import { NOT_FORETOLD, type OracleRecord } from "../core/index.js";
import { endsOf, type JudgedConnection } from "./correlate.js";
import type { OracleResult } from "./document.js";
import type { CaseEvidence } from "./evidence.js";

/** The oracle's word beside the captures, and what of it speaks against the case. */
export interface OracleVerdict {
  result: OracleResult;
  /** Devices foretold of each connection, by its ends. */
  predicted: Map<string, string[]>;
  doubts: string[];
}

interface Arrival {
  device: string;
  ns: bigint;
}

/** A device foretold, the time for which it was, and whether the connection was new then. */
interface Foretold {
  device: string;
  /** Nanoseconds; for a new connection undefined, as nothing was done between its opening and the question. */
  since: bigint | undefined;
  until: bigint | undefined;
}

/**
 * Compares what was foretold of each held connection with the packets that devices received of it in that time: whatever
 * moves packets without having been asked about, or an event that did not do what the kernel says, shows here.
 * Undefined where nothing was held.
 */
export function judgeOracle(
  { oracle, facts }: CaseEvidence,
  connections: readonly JudgedConnection[],
): OracleVerdict | undefined {
  if (!oracle || oracle.clients.length === 0) return undefined;
  const seen = new Map(
    connections.map((connection) => [endsOf(connection.result), arrivals(connection)]),
  );
  const before = { agreed: 0, total: 0 };
  const after = { agreed: 0, total: 0 };
  const wrong: string[] = [];
  let notForetold = 0;
  const predicted = new Map<string, string[]>();
  for (const [client, foretold] of foretoldByClient(oracle)) {
    const ends = `${client} ${facts.vip}`;
    const packets = seen.get(ends) ?? [];
    predicted.set(ends, folded(foretold.map(({ device }) => device)));
    const compared = foretold.map((one) => ({ one, found: reached(packets, one) }));
    const told = compared.filter(({ one }) => one.device !== NOT_FORETOLD);
    if (told.length < compared.length) notForetold++;
    const first = told.find(({ one }) => one.since === undefined);
    if (first) {
      before.total++;
      // A connection that was held has packets: none at any device contradicts as another device does.
      if (first.found === first.one.device) before.agreed++;
      else
        wrong.push(
          `${client} began at ${first.found ?? "no device"} instead of ${first.one.device}`,
        );
    }
    const used = told.filter((one) => one !== first && one.found !== undefined);
    if (used.length === 0) continue;
    after.total++;
    const broken = used.find(({ one, found }) => found !== one.device);
    if (!broken) after.agreed++;
    else wrong.push(`${client} went on at ${broken.found} instead of ${broken.one.device}`);
  }
  const doubts = wrong[0]
    ? [
        `the routers' kernels foretold otherwise than the captures show, ${wrong.length} times for ${before.total} connections: ${wrong[0]}`,
      ]
    : [];
  const result = { ...oracle, before, after, ...(notForetold > 0 ? { notForetold } : {}) };
  return { result, predicted, doubts };
}

function foretoldByClient({ clients, predictions }: OracleRecord): Map<string, Foretold[]> {
  const byClient = new Map<string, Foretold[]>();
  for (const { askedWallNs, untilWallNs, devices } of predictions) {
    for (const [index, device] of devices.split(" ").entries()) {
      const client = clients[index] as string;
      const earlier = byClient.get(client) ?? [];
      const since = earlier.length > 0 ? BigInt(askedWallNs) : undefined;
      const until = untilWallNs === undefined ? undefined : BigInt(untilWallNs);
      byClient.set(client, [...earlier, { device, since, until }]);
    }
  }
  return byClient;
}

/**
 * Each packet of the client where a device received it first, oldest first: one that has no socket for it may pass it
 * on. Fragments are left out, which are hashed without their ports.
 */
function arrivals({ atDevice }: JudgedConnection): Arrival[] {
  const all = [...atDevice]
    .flatMap(([device, there]) => there.map((packet) => ({ device, packet, ns: packet.ns })))
    .filter(({ packet }) => packet.dir === ">" && !packet.fragment)
    .sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
  const seen = new Set<string>();
  return all.filter(({ packet: { ipId, seq, ack, flags, length } }) => {
    const identity = [ipId, seq, ack, flags, length].join();
    return !seen.has(identity) && seen.add(identity);
  });
}

/** A device that the packets of a time reached: one that was not foretold, if there is any. */
function reached(packets: readonly Arrival[], { device, since, until }: Foretold) {
  const there = packets.filter(
    ({ ns }) => (since === undefined || ns >= since) && (until === undefined || ns < until),
  );
  return (there.find((packet) => packet.device !== device) ?? there[0])?.device;
}

function folded(devices: readonly string[]): string[] {
  return devices.filter((device, index) => device !== devices[index - 1]);
}
