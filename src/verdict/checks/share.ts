import { endingRst } from "../../analysis/index.js";
import { percent, plural } from "../../core/index.js";
import type { JudgedConnection } from "../correlate.js";
import { ownDeviceAt } from "../lost-device.js";
import { formatShare, shareOf, withinChance } from "../statistics.js";
import { type Check, describe, isReset } from "./check.js";

const NS_PER_MS = 1_000_000n;
// The RST is in the capture before the program has read its error.
const SLACK_NS = 50n * NS_PER_MS;

/** Of the connections that one probe used: how many broke, and how many of those although their own device was healthy. */
export const share: Check<"share"> = (
  { of, probe, broken, collateral },
  { connections, all, evidence },
) => {
  const probed = connections.flatMap((connection) => {
    const said = connection.said?.probes?.[probe - 1];
    return said && said.said !== "skipped"
      ? [{ connection, said, start: BigInt(said.startWallNs) }]
      : [];
  });
  const text = `${percent(broken)} of "${of}" break at probe ${probe}, ${percent(collateral)} with a healthy device of their own`;
  if (probed.length === 0)
    return { text, verdict: "inconclusive", evidence: "no connection was left to probe" };
  const silent = probed.filter(({ said }) => said.said === "timeout");
  if (silent[0]) {
    return {
      text,
      verdict: "inconclusive",
      evidence: `${plural(silent.length, "probe")} got neither answer nor reset, first ${describe(silent[0].connection)}`,
    };
  }
  const lost = probed.filter(({ connection, said, start }) =>
    wasReset(connection, start, said.delayMs),
  );
  const mismatch = probed.filter(
    ({ connection, said, start }) =>
      (said.said === "reset") !== wasReset(connection, start, said.delayMs),
  );
  if (mismatch[0]) {
    const { connection, said } = mismatch[0];
    return {
      text,
      verdict: "inconclusive",
      evidence: `${plural(mismatch.length, "probe")} said otherwise than the packets, first ${connection.result.client}: ${said.said}`,
    };
  }
  const own = lost.map(({ connection, start }) =>
    ownDeviceAt(connection, start, evidence.events, all),
  );
  const open = lost[own.indexOf("unknown")];
  if (open) {
    return {
      text,
      verdict: "inconclusive",
      evidence: `whether their own device was healthy is open of ${plural(own.filter((one) => one === "unknown").length, "connection")}, first ${describe(open.connection)}`,
    };
  }
  const healthy = own.filter((one) => one === "healthy");
  const shares = [
    shareOf(`"${of}": broken at probe ${probe}`, lost.length, probed.length, broken),
    shareOf(
      `"${of}": broken at probe ${probe} with a healthy device`,
      healthy.length,
      probed.length,
      collateral,
    ),
  ];
  return {
    text,
    verdict: withinChance(shares),
    evidence: `broken: ${formatShare(shares[0] as (typeof shares)[0])}; with a healthy device: ${formatShare(shares[1] as (typeof shares)[0])}`,
    shares,
  };
};

function wasReset(connection: JudgedConnection, start: bigint, delayMs: number): boolean {
  const { result, packets } = connection;
  const end = start + BigInt(Math.ceil(delayMs)) * NS_PER_MS + SLACK_NS;
  const rst = isReset(connection) ? packets[endingRst(packets, result.reset)] : undefined;
  return rst !== undefined && rst.ns >= start && rst.ns <= end;
}
