import { percent, plural } from "../core/index.js";
import type { CaseResult, Ladder, Share } from "../verdict/index.js";
import { cut } from "./words.js";

/** Longer than this, a reason is no longer read at a glance. */
const GLANCE = 110;

/**
 * What decided a case, in short: what spoils its evidence, if anything, else the first expectation that has the case's
 * verdict, else its first reason.
 */
export function decidedBy(result: CaseResult): string {
  const [reason] = result.reasons;
  const isOfExpectation = result.expectations.some(({ text }) => reason?.startsWith(text));
  if (result.verdict === "inconclusive" && reason !== undefined && !isOfExpectation)
    return cut(reason, GLANCE);
  const deciding = result.expectations.filter(({ verdict }) => verdict === result.verdict);
  const first = deciding[0]?.text ?? result.reasons[0] ?? "no expectation was judged";
  const short = cut(first, GLANCE);
  return deciding.length > 1 ? `${short} (+${deciding.length - 1})` : short;
}

/** Why a case is no pass: its reasons, and the expectations that no reason speaks of. */
export function reasonsOf({ reasons, expectations }: CaseResult): string[] {
  const untold = expectations.filter(
    ({ verdict, text }) => verdict !== "pass" && !reasons.some((reason) => reason.includes(text)),
  );
  return [...reasons, ...untold.map(({ text, evidence }) => `${text}: ${evidence}`)];
}

/** True when theory lies outside of the measured share's interval. */
export function missesTheory({ theory, interval: [low, high] }: Share): boolean {
  return theory !== undefined && (theory < low || theory > high);
}

/** The theory of a share: `50.0 %`, with `(outside)` where it lies outside of the interval; empty without any. */
export function theoryText(share: Share): string {
  if (share.theory === undefined) return "";
  return missesTheory(share) ? `${percent(share.theory)} (outside)` : percent(share.theory);
}

/** The shares of a case whose theory lies outside of their intervals. */
export function sharesOutside(result: CaseResult): Share[] {
  return result.shares.filter(missesTheory);
}

/** The shares of a case that none of its charts shows already. */
export function sharesBesideCharts({ shares, charts }: CaseResult): Share[] {
  const charted = charts.flatMap((chart) => chart.shares.map(identity));
  return shares.filter((share) => !charted.includes(identity(share)));
}

/** Which device has which role in a ladder, and why; undefined where no device is drawn. */
export function rolesText({ lifelines }: Ladder): string | undefined {
  const roles = lifelines.flatMap(({ id, label }) => {
    const node = ` (${id})`;
    return id !== "origin" && label.endsWith(node)
      ? `${label.slice(0, -node.length)} is ${id}`
      : [];
  });
  if (roles.length === 0) return undefined;
  return `Devices are numbered in the order in which this connection met them: ${roles.join(", ")}.`;
}

/** How many packets a ladder leaves out, and after which of its tcpdump lines; undefined where it leaves out none. */
export function omittedText({ omitted, omittedAfter = [] }: Ladder): string | undefined {
  if (omitted === 0) return undefined;
  const lines = omittedAfter.map((number) => `line ${number}`).join(" and ");
  return `${plural(omitted, "packet")} left out${lines ? ` after ${lines}` : ""}`;
}

function identity({ label, count, total, theory }: Share): string {
  return JSON.stringify([label, count, total, theory]);
}
