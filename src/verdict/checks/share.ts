import { endingRst } from "../../analysis/index.js";
import { percent, plural } from "../../core/index.js";
import type { JudgedConnection } from "../correlate.js";
import { ownDeviceAt } from "../lost-device.js";
import { formatShare, shareOf } from "../statistics.js";
import { besideTheory, type Check, describe, isReset } from "./check.js";

const NS_PER_MS = 1_000_000n;
// The RST is in the capture before the program has read its error.
const SLACK_NS = 50n * NS_PER_MS;

/** A connection that a probe used. */
interface Probed {
  connection: JudgedConnection;
  said: string;
  start: bigint;
  /** Whether its packets show that it was reset by then. */
  broke: boolean;
}

/** Of the connections that one probe used: how many broke, and how many of those although their own device was healthy. */
export const share: Check<"share"> = (
  { of, probe, broken, collateral },
  { connections, all, evidence },
) => {
  const text = `${percent(broken)} of "${of}" break at probe ${probe}, ${percent(collateral)} with a healthy device of their own`;
  const probed = connections.flatMap((connection) => probedOf(connection, probe));
  const lost = probed.filter(({ broke }) => broke);
  const own = lost.map(({ connection, start }) =>
    ownDeviceAt(connection, start, evidence.events, all),
  );
  const unknown = lost.filter((_, index) => own[index] === "unknown");
  const doubt = doubtOf(probed) ?? doubtOfDevices(unknown);
  if (doubt !== undefined) return { text, verdict: "inconclusive", evidence: doubt };
  const healthy = own.filter((one) => one === "healthy");
  const ofAll = shareOf(`"${of}": broken at probe ${probe}`, lost.length, probed.length, broken);
  const ofHealthy = shareOf(
    `"${of}": broken at probe ${probe} with a healthy device`,
    healthy.length,
    probed.length,
    collateral,
  );
  const found = `broken: ${formatShare(ofAll)}; with a healthy device: ${formatShare(ofHealthy)}`;
  return besideTheory(text, found, [ofAll, ofHealthy]);
};

function probedOf(connection: JudgedConnection, probe: number): Probed[] {
  const told = connection.said?.probes?.[probe - 1];
  if (!told || told.said === "skipped") return [];
  const start = BigInt(told.startWallNs);
  return [{ connection, said: told.said, start, broke: wasReset(connection, start, told.delayMs) }];
}

function doubtOf(probed: readonly Probed[]): string | undefined {
  if (probed.length === 0) return "no connection was left to probe";
  const silent = probed.filter(({ said }) => said === "timeout");
  if (silent[0])
    return `${plural(silent.length, "probe")} got neither answer nor reset, first ${describe(silent[0].connection)}`;
  const otherwise = probed.filter(({ said, broke }) => (said === "reset") !== broke);
  if (!otherwise[0]) return undefined;
  const { connection, said } = otherwise[0];
  return `${plural(otherwise.length, "probe")} said otherwise than the packets, first ${connection.result.client}: ${said}`;
}

function doubtOfDevices([first, ...others]: readonly Probed[]): string | undefined {
  if (first === undefined) return undefined;
  return `whether their own device was healthy is open of ${plural(others.length + 1, "connection")}, first ${describe(first.connection)}`;
}

function wasReset(connection: JudgedConnection, start: bigint, delayMs: number): boolean {
  const { result, packets } = connection;
  const end = start + BigInt(Math.ceil(delayMs)) * NS_PER_MS + SLACK_NS;
  const rst = isReset(connection) ? packets[endingRst(packets, result.reset)] : undefined;
  return rst !== undefined && rst.ns >= start && rst.ns <= end;
}
