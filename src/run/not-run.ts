import type { CaseResult } from "../verdict/index.js";
import type { PlannedCase } from "./plan.js";

/** The result of a case that was not run: nothing is known of it but why. */
export function notRun(
  { scenario, family, topology }: PlannedCase,
  scenarioFile: string,
  why: string,
): CaseResult {
  return {
    name: scenario.name,
    title: scenario.title,
    about: scenario.about,
    family,
    scenario: scenarioFile,
    topology: topology.name,
    lab: "",
    verdict: "inconclusive",
    reasons: [why],
    expectations: [],
    connections: [],
    events: [],
    traffic: [],
    captures: [],
    shares: [],
    charts: [],
    ladders: [],
    durationMs: 0,
  };
}
