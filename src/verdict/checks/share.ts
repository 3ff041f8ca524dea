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
  /** When it was reset, by its packets; undefined where the probe did not break it. */
  resetNs: bigint | undefined;
}

/** Of the connections that one probe used: how many broke, and how many of those although their own device was healthy. */
export const share: Check<"share"> = (
  { of, probe, broken, collateral },
  { connections, all, evidence },
) => {
  const text = `by theory ${percent(broken)} of "${of}" break at probe ${probe}, ${percent(collateral)} with a healthy device of their own`;
  const probed = connections.flatMap((connection) => probedOf(connection, probe));
  const lost = probed.flatMap(({ connection, resetNs }) =>
    resetNs === undefined
      ? []
      : [{ connection, own: ownDeviceAt(connection, resetNs, evidence.events, all) }],
  );
  const unknown = lost.filter(({ own }) => own === "unknown");
  const doubt = doubtOf(probed) ?? doubtOfDevices(unknown);
  if (doubt !== undefined) return { text, verdict: "inconclusive", evidence: doubt };
  const healthy = lost.filter(({ own }) => own === "healthy");
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
  return [{ connection, said: told.said, resetNs: resetIn(connection, start, told.delayMs) }];
}

function doubtOf(probed: readonly Probed[]): string | undefined {
  if (probed.length === 0) return "no connection was left to probe";
  const silent = probed.filter(({ said }) => said === "timeout");
  if (silent[0])
    return `${plural(silent.length, "probe")} got neither answer nor reset, first ${describe(silent[0].connection)}`;
  const otherwise = probed.filter(
    ({ said, resetNs }) => (said === "reset") !== (resetNs !== undefined),
  );
  if (!otherwise[0]) return undefined;
  const { connection, said } = otherwise[0];
  return `${plural(otherwise.length, "probe")} said otherwise than the packets, first ${connection.result.client}: ${said}`;
}

function doubtOfDevices([first, ...others]: readonly Pick<Probed, "connection">[]):
  | string
  | undefined {
  if (first === undefined) return undefined;
  return `whether their own device was healthy is open of ${plural(others.length + 1, "connection")}, first ${describe(first.connection)}`;
}

// The moment of the RST that ended it, where that is one of the probe's time.
function resetIn(connection: JudgedConnection, start: bigint, delayMs: number): bigint | undefined {
  const { result, packets } = connection;
  const end = start + BigInt(Math.ceil(delayMs)) * NS_PER_MS + SLACK_NS;
  const rst = isReset(connection) ? packets[endingRst(packets, result.reset)] : undefined;
  return rst !== undefined && rst.ns >= start && rst.ns <= end ? rst.ns : undefined;
}
