import { formatSize, plural } from "../../core/index.js";
import type { JudgedConnection } from "../correlate.js";
import { clearestTrend, formatShare, shareOf, trend } from "../statistics.js";
import {
  type Check,
  type CheckInput,
  type CheckResult,
  describe,
  everyOne,
  isClosed,
  isReset,
} from "./check.js";

/** Connections over one member link were reset, all others closed. */
export const memberOnly: Check<"member-only"> = ({ of, link }, { connections }) => {
  const onLink = ({ onMember }: JudgedConnection) =>
    onMember.get(link[1])?.some(({ dir }) => dir === ">") ?? false;
  return exactly(
    `connections of "${of}" over ${link.join("-")} are reset, all others closed`,
    connections,
    onLink,
  );
};

/** Connections of one origin were reset, all others closed. */
export const originOnly: Check<"origin-only"> = ({ of, origin }, { connections }) =>
  exactly(
    `connections of "${of}" from ${origin} are reset, all others closed`,
    connections,
    (connection) => connection.origin === origin,
  );

/** Uploads well below the MTU closed; larger ones were reset exactly when a fragment reached another device. */
export const fragmentsOnly: Check<"fragments-only"> = ({ of, mtu }, { connections }) => {
  const strayed = ({ atDevice, result }: JudgedConnection) =>
    [...atDevice].some(
      ([device, there]) =>
        device !== result.devices[0] && there.some(({ fragment, dir }) => fragment && dir === ">"),
    );
  const isSmall = ({ said }: JudgedConnection) => (said?.size ?? 0) < mtu / 2;
  const small = connections.filter(isSmall);
  const large = connections.filter((connection) => !isSmall(connection));
  const text = `"${of}" below ${mtu / 2} B close; larger ones are reset exactly when their fragments reach another device`;
  if (small.length === 0)
    return { text, verdict: "inconclusive", evidence: "no upload below half of the MTU" };
  const fitting = everyOne(text, small, isClosed);
  if (fitting.verdict !== "pass") return fitting;
  const both = exactly(text, large, strayed);
  return { ...both, evidence: `${small.length} small ones closed; ${both.evidence}` };
};

/** One-sided 99.9 %: chance alone makes such a trend in one of a thousand runs. */
const CLEAR_TREND = 3.09;

/** The share that was reset rises with the size of the transfer. Inconclusive where so few could not have shown it. */
export const growsWithSize: Check<"grows-with-size"> = ({ of }, { connections }) => {
  const sizes = [...new Set(connections.flatMap(({ said }) => said?.size ?? []))].sort(
    (a, b) => a - b,
  );
  const shares = sizes.map((size) => {
    const same = connections.filter(({ said }) => said?.size === size);
    return shareOf(formatSize(size), same.filter(isReset).length, same.length);
  });
  const z = trend(shares);
  const couldShow = clearestTrend(shares) > CLEAR_TREND;
  return {
    text: `the share of "${of}" that is reset grows with the transfer size`,
    verdict: z > CLEAR_TREND ? "pass" : couldShow ? "fail" : "inconclusive",
    evidence: `${couldShow ? "" : "too few resets, or too few others, to show it in any order; "}Cochran-Armitage trend z = ${z.toFixed(1)}; ${shares.map((share) => `${share.label}: ${formatShare(share)}`).join("; ")}`,
    shares,
    charts: [
      {
        title: "Share reset by transfer size",
        x: "transfer size",
        y: "share of transfers reset",
        shares,
      },
    ],
  };
};

// The exposed ones reset, the others closed, and some of each: otherwise nothing was told apart.
function exactly(
  text: string,
  connections: CheckInput["connections"],
  exposed: (connection: JudgedConnection) => boolean,
): CheckResult {
  const inside = connections.filter(exposed);
  const outside = connections.filter((connection) => !exposed(connection));
  if (inside.length === 0 || outside.length === 0) {
    return {
      text,
      verdict: "inconclusive",
      evidence: `${plural(inside.length, "connection")} exposed, ${outside.length} not: both kinds are needed`,
    };
  }
  const wrong = [
    ...inside.filter((one) => !isReset(one)),
    ...outside.filter((one) => !isClosed(one)),
  ];
  return {
    text,
    verdict: wrong.length === 0 ? "pass" : "fail",
    evidence: `exposed: ${inside.filter(isReset).length} of ${inside.length} reset; others: ${
      outside.filter(isClosed).length
    } of ${outside.length} closed; ${wrong[0] ? `wrong: ${describe(wrong[0])}` : `for example ${describe(inside[0] as JudgedConnection)}`}`,
  };
}
