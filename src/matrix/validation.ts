import { inPercent, LOSSES, percent, plural } from "../core/index.js";
import type { Bounds } from "../scenario/index.js";
import {
  type CaseResult,
  type Comparison,
  type PlanTie,
  resultOf,
  type Tally,
  wilson,
} from "../verdict/index.js";
import { fisher } from "./fisher.js";
import { holm, LEVEL } from "./holm.js";
import { tallyOf, untried } from "./plan-tally.js";
import type { BoundResult, ValidatedPlan } from "./validation-document.js";

const ROUNDING = 1e-6;

type Limit = Pick<BoundResult, "what" | "bound">;

/** What both runs of a plan came to. */
type Measured = Omit<Comparison, keyof MitigationWords>;
/** What is said of a mitigation whatever is measured. */
export type MitigationWords = Pick<Comparison, "mitigation" | "cost" | "notAgainst">;

/** What a plan with a mitigation came to, beside the same plan without it. */
export type Validation = Omit<ValidatedPlan, "scenario" | "family" | keyof MitigationWords>;

/**
 * Judges a plan. A bound is broken when the measured share is above it. Nothing is proven by doubtful evidence, nor by a
 * plan in which nothing is lost without the mitigation.
 */
export function validatePlan(
  bare: CaseResult | undefined,
  mitigated: CaseResult | undefined,
  bounds: Bounds,
): Validation {
  const [without, withIt] = [tallyOf(bare), tallyOf(mitigated)];
  const results = withIt ? boundResults(withIt, bounds) : [];
  const broken = results.filter(({ holds }) => !holds);
  const doubts = [
    ...doubtsOf(bare, without, "without the mitigation"),
    ...doubtsOf(mitigated, withIt, "with the mitigation"),
    ...(without && lost(without) === 0
      ? ["nothing is lost without the mitigation, so that this plan proves nothing"]
      : []),
  ];
  const failed = [
    ...broken.map(
      (result) =>
        `${boundText(result).text}: ${result.count} of ${plural(withIt?.connections ?? 0, "connection")}`,
    ),
    ...(mitigated?.verdict === "fail" ? mitigated.reasons : []),
  ];
  return {
    verdict: doubts.length > 0 ? "inconclusive" : failed.length > 0 ? "fail" : "pass",
    reasons: [...doubts, ...failed],
    without,
    with: withIt,
    ...(without && withIt ? comparisonOf(without, withIt) : { saved: null, fewer: {} }),
    bounds: results,
    open: withIt ? [] : boundsOf(bounds).map(limitText),
  };
}

/**
 * Judges a plan by its two cases among the results of a run, and writes what came of it into that of the mitigated one.
 * @param id of the mitigated case
 */
export function holdToPlan(
  results: readonly CaseResult[],
  id: string,
  plan: PlanTie,
): Validation & MitigationWords {
  const { without, bounds, ...words } = plan;
  const mitigated = resultOf(results, id);
  const validation = validatePlan(resultOf(results, without), mitigated, bounds);
  holdToBounds(mitigated, validation, words);
  return { ...words, ...validation };
}

/** A bound in words, and what was measured beside it. */
export function boundText(result: BoundResult) {
  const { bound, measured, interval } = result;
  const [low, high] = interval;
  return {
    text: limitText(result),
    evidence: `${percent(measured, bound)} (95 % interval ${percent(low)} to ${percent(high)})`,
  };
}

function limitText({ what, bound }: Limit): string {
  const asWritten = inPercent(bound);
  return `${what} <= ${Number.isInteger(asWritten) ? asWritten.toFixed(1) : asWritten} %`;
}

/**
 * Lets the mitigated case of a plan have the plan's verdict, with the bounds among its expectations and what the mitigation
 * saves, so that every file of the run tells it. Changes the result in place.
 */
export function holdToBounds(
  mitigated: CaseResult | undefined,
  { verdict, reasons, bounds, open, ...measured }: Validation,
  words: MitigationWords,
): void {
  if (!mitigated) return;
  mitigated.verdict = verdict;
  mitigated.reasons = reasons;
  mitigated.comparison = { ...words, ...measured };
  for (const bound of bounds) {
    mitigated.expectations.push({ ...boundText(bound), verdict: bound.holds ? "pass" : "fail" });
  }
  for (const text of open) {
    mitigated.expectations.push({ text, verdict: "inconclusive", evidence: "not known" });
  }
}

/**
 * How many fewer connections are lost with the mitigation, in all and way by way, beyond what chance explains (as often as
 * theory is called wrong for a matrix). A way that is the same by theory may hide in all what is saved of another.
 */
function comparisonOf(without: Tally, withIt: Tally): Pick<Measured, "saved" | "fewer"> {
  const compare = (lostOf: (tally: Tally) => number) => {
    const [before, after] = [lostOf(without), lostOf(withIt)];
    const share = before / without.connections;
    return {
      p: fisher(
        { count: before, total: without.connections },
        { count: after, total: withIt.connections },
      ),
      fewer: Math.round(share * withIt.connections) - after,
    };
  };
  const all = compare(lost);
  const ways = LOSSES.map((way) => ({ way, ...compare(({ counts }) => counts[way]) }));
  return {
    saved: all.p < LEVEL ? all.fewer : null,
    fewer: Object.fromEntries(holm(ways).map(({ way, fewer }) => [way, fewer])),
  };
}

function doubtsOf(result: CaseResult | undefined, tally: Tally | null, where: string): string[] {
  if (!result) return [`${where} it was not run`];
  if (result.verdict === "inconclusive") return result.reasons.map((why) => `${where}: ${why}`);
  const early = untried(result).map(
    (id) => `${where}: every connection of "${id}" had ended before the first event`,
  );
  if (early.length > 0) return early;
  if (tally) return [];
  const isOpen = result.connections.some(({ traffic, fate }) => traffic && fate === undefined);
  return [
    `${where}: ${isOpen ? "what became of some connections is open" : "no connection met its events"}`,
  ];
}

function boundResults(tally: Tally, bounds: Bounds): BoundResult[] {
  return boundsOf(bounds).map(({ what, bound }) => {
    // A set of keep-alive requests may be lost one way after another.
    const count = what === "lost" ? lost(tally) : tally.counts[what] + (tally.again?.[what] ?? 0);
    const { connections } = tally;
    const interval = wilson(count, connections);
    // 0.7 % of 1000 is 6.999… in binary: what meets a bound exactly holds.
    const holds = count <= bound * connections + ROUNDING;
    return { what, bound, measured: count / connections, count, interval, holds };
  });
}

function boundsOf(bounds: Bounds): Limit[] {
  return ([...LOSSES, "lost"] as const).flatMap((what) => {
    const bound = bounds[what];
    return bound === undefined ? [] : [{ what, bound }];
  });
}

function lost({ counts }: Tally): number {
  return LOSSES.reduce((sum, way) => sum + counts[way], 0);
}
