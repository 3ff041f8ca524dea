import { byNs, groupBy, NOT_FORETOLD, type OracleRecord, plural } from "../core/index.js";
import { endsOf, type JudgedConnection } from "./correlate.js";
import type { OracleResult } from "./document.js";
import type { CaseEvidence } from "./evidence.js";
import { atAllDevices, isWithin, type Span } from "./points.js";

/** The oracle's word beside the captures, and what of it speaks against the case. */
export interface OracleVerdict {
  result: OracleResult;
  /** What was foretold of each held connection, one time after another. */
  foretold: Map<JudgedConnection, Foretold[]>;
  doubts: string[];
}

/** The device that a connection's packets were to reach for some time, and the one that they did reach. */
export interface Foretold {
  device: string;
  /** Whether the connection was new then: nothing was done between its opening and the question. */
  isFirst: boolean;
  /** Undefined where no device received any packet in that time. */
  found: string | undefined;
}

interface Arrival {
  device: string;
  ns: bigint;
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
  const before = { agreed: 0, total: 0 };
  const after = { agreed: 0, total: 0 };
  const wrong: string[] = [];
  let notForetold = 0;
  const byConnection = new Map<JudgedConnection, Foretold[]>();
  const captured = groupBy(connections, ({ result }) => endsOf(result));
  // Split once: there are as many devices as connections.
  const answers = oracle.predictions.map((one) => ({ ...one, devices: one.devices.split(" ") }));
  for (const [index, client] of oracle.clients.entries()) {
    const connection = captured.get(`${client} ${facts.vip}`)?.shift();
    const foretold = compared(answers, index, connection);
    if (connection) byConnection.set(connection, foretold);
    const told = foretold.filter(({ device }) => device !== NOT_FORETOLD);
    if (told.length < foretold.length) notForetold++;
    const first = told.find(({ isFirst }) => isFirst);
    if (first) {
      before.total++;
      // A connection that was held has packets: none at any device contradicts as another device does.
      if (first.found === first.device) before.agreed++;
      else
        wrong.push(`${client} began at ${first.found ?? "no device"} instead of ${first.device}`);
    }
    const used = told.filter((one) => one !== first && one.found !== undefined);
    if (used.length === 0) continue;
    after.total++;
    const broken = used.find(({ device, found }) => found !== device);
    if (!broken) after.agreed++;
    else wrong.push(`${client} went on at ${broken.found} instead of ${broken.device}`);
  }
  const doubts =
    wrong[0] && !oracle.tested
      ? [
          `the routers' kernels foretold otherwise than the captures show, ${plural(wrong.length, "time")} for ${plural(before.total, "connection")}: ${wrong[0]}`,
        ]
      : [];
  const result = { ...oracle, before, after, ...(notForetold > 0 ? { notForetold } : {}) };
  return { result, foretold: byConnection, doubts };
}

/** What was foretold at one time: a device for each connection known then, in the order of the record's clients. */
type Answer = Omit<OracleRecord["predictions"][number], "devices"> & { devices: string[] };

// What was foretold of the client with this number, beside its packets.
function compared(
  answers: readonly Answer[],
  index: number,
  connection: JudgedConnection | undefined,
): Foretold[] {
  const packets = connection ? arrivals(connection) : [];
  return answers
    .flatMap(({ devices, ...times }) => {
      const device = devices[index];
      return device === undefined ? [] : [{ device, ...times }];
    })
    .map(({ device, askedWallNs, untilWallNs }, time) => {
      const since = time === 0 ? undefined : BigInt(askedWallNs);
      const until = untilWallNs === undefined ? undefined : BigInt(untilWallNs);
      return { device, isFirst: time === 0, found: reached(packets, device, { since, until }) };
    });
}

/**
 * Each packet of the client where a device received it first, oldest first: one that has no socket for it may pass it
 * on. Fragments are left out, which are hashed without their ports.
 */
function arrivals({ atDevice }: JudgedConnection): Arrival[] {
  const all = atAllDevices(atDevice)
    .filter(({ packet }) => packet.dir === ">" && !packet.fragment)
    .sort(byNs);
  const seen = new Set<string>();
  return all.filter(({ packet: { ipId, seq, ack, flags, length } }) => {
    const identity = [ipId, seq, ack, flags, length].join();
    return !seen.has(identity) && seen.add(identity);
  });
}

/** A device that the packets of a time reached: one that was not foretold, if there is any. */
function reached(packets: readonly Arrival[], device: string, span: Span) {
  const there = packets.filter(({ ns }) => isWithin(ns, span));
  return (there.find((packet) => packet.device !== device) ?? there[0])?.device;
}
