import { caseId } from "../core/index.js";
import { type Expectation, type Scenario, setsHash, type Traffic } from "../scenario/index.js";
import type { Ties } from "../verdict/index.js";
import { labKey, type PlannedCase } from "./plan.js";

/**
 * The control of a case: the same traffic in the same lab, nothing done to it, and every connection must close. What
 * iperf 3 cannot do without stays.
 */
export function controlOf(planned: PlannedCase): PlannedCase {
  const { mitigation: _none, ...scenario } = planned.scenario;
  const control: Scenario = {
    ...scenario,
    name: `${scenario.name}-control`,
    title: `Control of ${scenario.name}: the same traffic, no event`,
    about:
      "No event and no mitigation, and every connection has to close: what breaks in the case and not here is the doing of what happens there.",
    control: true,
    // Under the lab's own hash the control connection of iperf 3 and its streams part, whatever happens.
    conditions: scenario.traffic.some(isIperf3) ? scenario.conditions.filter(setsHash) : [],
    traffic: scenario.traffic.map(undisturbed),
    timeline: scenario.timeline.filter((step) => step.do === "probe"),
    expect: scenario.traffic.map(
      ({ id }): Expectation => ({ that: "every-connection", of: id, is: "closed" }),
    ),
  };
  return { ...planned, id: caseId({ ...planned, name: control.name }), scenario: control };
}

/**
 * Whether a case proves nothing without a control of its own. What only has to close, with nothing done to it, is one
 * itself, and might close for nothing but its conditions.
 */
export function needsControl({ scenario }: PlannedCase): boolean {
  if (scenario.control) return false;
  const { mitigation, timeline, expect } = scenario;
  return (
    mitigation !== undefined ||
    timeline.some((step) => step.do !== "probe" && step.do !== "open") ||
    expect.some((one) => one.that !== "every-connection" || one.is !== "closed")
  );
}

/** Traffic as it is where nothing happens: no step opens it, and no ports come free, so that it has its own. */
function undisturbed(traffic: Traffic): Traffic {
  if (traffic.kind !== "held") return traffic;
  const { portsOf: _none, ...own } = traffic;
  return { ...own, later: false };
}

function isIperf3(traffic: Traffic): boolean {
  return traffic.kind === "iperf" && traffic.version === 3;
}

/** Whether one case is the control that another is held to. */
export function controls(control: PlannedCase, planned: PlannedCase): boolean {
  return (
    control.scenario.control &&
    !planned.scenario.control &&
    control.family === planned.family &&
    labKey(control) === labKey(planned)
  );
}

/** The ids of the cases of a run that control a case. */
export function controlsOf(planned: PlannedCase, cases: readonly PlannedCase[]): string[] {
  return cases.filter((control) => controls(control, planned)).map(({ id }) => id);
}

/** What a case is held to beside its own expectations. */
export function tiesOf(planned: PlannedCase, cases: readonly PlannedCase[]): Ties {
  const { plan } = planned;
  return { controls: controlsOf(planned, cases), ...(plan && { plan }) };
}
