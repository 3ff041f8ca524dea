import type { CaseEvidence, CaseResult } from "../verdict/index.js";
import type { PlannedCase } from "./plan.js";

/** The result of a case that was not run: nothing is known of it but why. */
export function notRun(
  { scenario, family, topology }: PlannedCase,
  scenarioFile: string,
  why: string,
): CaseResult {
  return withoutVerdict(
    {
      scenario,
      family,
      scenarioFile,
      topology: topology.name,
      labFolder: "",
      events: [],
      traffic: [],
      captures: [],
      durationMs: 0,
    },
    why,
  );
}

/** The result of a case that was run: what was recorded of it, and why no verdict came of that. */
export function withoutVerdict(
  evidence: Omit<CaseEvidence, "facts" | "faults" | "oracle">,
  why: string,
): CaseResult {
  const { scenario, family, topology, events, traffic, captures, durationMs } = evidence;
  return {
    name: scenario.name,
    title: scenario.title,
    about: scenario.about,
    family,
    scenario: evidence.scenarioFile,
    topology,
    lab: evidence.labFolder,
    verdict: "inconclusive",
    reasons: [why],
    expectations: [],
    connections: [],
    events,
    traffic,
    captures,
    shares: [],
    charts: [],
    ladders: [],
    durationMs,
  };
}
