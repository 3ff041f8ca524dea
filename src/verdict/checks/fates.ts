import { worstOf } from "../../core/index.js";
import { FATES, type Fate } from "../document.js";
import { fateOf } from "../fate.js";
import { binomialTest, formatShare, shareOf } from "../statistics.js";
import { type Check, describe } from "./check.js";

// Two-sided: theory is called wrong only where it would give such a count once in ten thousand runs.
const SIGNIFICANCE = 1e-4;

/** How many connections broke with their own device lost, with a healthy one, stalled and survived, beside theory. */
export const fates: Check<"fates"> = ({ of, own, collateral, stalled }, input) => {
  const { connections, evidence } = input;
  const theory: Record<Fate, number> = {
    own,
    collateral,
    stalled,
    survived: Math.max(0, 1 - own - collateral - stalled),
  };
  const text = `of ${of}, ${FATES.map((fate) => `${(100 * theory[fate]).toFixed(1)} % ${fate}`).join(", ")}`;
  const found = connections.map((connection) => fateOf(connection, evidence.events));
  const open = connections[found.indexOf(undefined)];
  if (open) {
    const count = found.filter((fate) => fate === undefined).length;
    return {
      text,
      verdict: "inconclusive",
      evidence: `what became of ${count} connections is open, first ${describe(open)}`,
    };
  }
  const shares = FATES.map((fate) =>
    shareOf(
      `${of}: ${fate}`,
      found.filter((one) => one === fate).length,
      found.length,
      theory[fate],
    ),
  );
  return {
    text,
    verdict: worstOf(
      shares.map(({ count, total, theory: expected }) =>
        binomialTest(count, total, expected ?? 0) >= SIGNIFICANCE ? "pass" : "fail",
      ),
    ),
    evidence: shares.map((share) => `${share.label}: ${formatShare(share)}`).join("; "),
    shares,
  };
};
