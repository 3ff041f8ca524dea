import type { Expectation } from "../../scenario/index.js";
import { isOneSample } from "../one-sample.js";
import type { CheckInput, CheckResult } from "./check.js";
import { fragmentsOnly, growsWithSize, memberOnly, originOnly } from "./exposed.js";
import { fates } from "./fates.js";
import { foretold } from "./foretold.js";
import {
  everyConnection,
  graded,
  mostReset,
  nextRequestReset,
  sequence,
  shifted,
} from "./outcome.js";
import { share } from "./share.js";
import { whole } from "./whole.js";

export type { CheckResult } from "./check.js";

/** Decides one expectation; without any connection to look at, nothing is proven. */
export function check(expectation: Expectation, input: CheckInput): CheckResult {
  if (input.connections.length === 0) {
    return {
      text: `${expectation.that} of "${expectation.of}"`,
      verdict: "inconclusive",
      // Captured ones may be there: of a case that ended early no program told which are its own.
      evidence: `no captured connection is known to be of "${expectation.of}"`,
    };
  }
  const found = decide(expectation, input);
  const isOfChance = found.shares?.some(({ theory = 0 }) => theory > 0 && theory < 1) ?? false;
  if (!isOfChance || !isOneSample(input.evidence, expectation.of)) return found;
  return {
    ...found,
    verdict: "inconclusive",
    evidence: `its connections have one client address at each origin, and addresses alone decide: they go one way together, and are one sample (\`kind: held\` with \`sources: many\` gives each an address of its own); ${found.evidence}`,
  };
}

function decide(expectation: Expectation, input: CheckInput): CheckResult {
  switch (expectation.that) {
    case "every-connection":
      return everyConnection(expectation, input);
    case "sequence":
      return sequence(expectation, input);
    case "shifted":
      return shifted(expectation, input);
    case "graded":
      return graded(expectation, input);
    case "most-reset":
      return mostReset(expectation, input);
    case "member-only":
      return memberOnly(expectation, input);
    case "origin-only":
      return originOnly(expectation, input);
    case "fragments-only":
      return fragmentsOnly(expectation, input);
    case "grows-with-size":
      return growsWithSize(expectation, input);
    case "next-request-reset":
      return nextRequestReset(expectation, input);
    case "share":
      return share(expectation, input);
    case "fates":
      return fates(expectation, input);
    case "foretold":
      return foretold(expectation, input);
    case "whole":
      return whole(expectation, input);
  }
}
