import { FATES, percent, plural } from "../../core/index.js";
import { allFates, fateOf } from "../fate.js";
import { lastOfTransfers, oneOfEachSet } from "../sets.js";
import { formatShare, shareOf } from "../statistics.js";
import { besideTheory, type Check, describe } from "./check.js";

/** How many connections broke with their own device lost, with a healthy one, stalled and survived, beside theory. */
export const fates: Check<"fates"> = (
  { of, own, collateral, stalled },
  { connections, all, evidence },
) => {
  const theory = allFates({ own, collateral, stalled });
  const text = `of "${of}", by theory: ${FATES.map((fate) => `${percent(theory[fate])} ${fate}`).join(", ")}`;
  const found = oneOfEachSet(
    lastOfTransfers(
      connections.map((connection) => ({
        connection,
        ...connection.result,
        fate: fateOf(connection, evidence.events, all),
      })),
    ),
  );
  const open = found.filter(({ fate }) => fate === undefined);
  if (open[0]) {
    return {
      text,
      verdict: "inconclusive",
      evidence: `what became of ${plural(open.length, "connection")} is open, first ${describe(open[0].connection)}`,
    };
  }
  const shares = FATES.map((fate) =>
    shareOf(
      `"${of}": ${fate}`,
      found.filter((one) => one.fate === fate).length,
      found.length,
      theory[fate],
    ),
  );
  const parts = shares.map((share) => `${share.label}: ${formatShare(share)}`);
  return besideTheory(text, parts.join("; "), shares);
};
