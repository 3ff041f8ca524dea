import { examineHost, type ProbeResult } from "../driver/index.js";
import type { CellSpec } from "../matrix/index.js";
import type { PlannedCase } from "../run/index.js";
import { needsOf } from "./scenario-needs.js";

/** The ids of the probes that a cell needs, by its cause, its mitigation and what its scenario does. */
export function needsOfCell({ cause, mitigation }: CellSpec, planned: PlannedCase): string[] {
  return [
    ...(cause.needs.probes ?? []),
    ...(mitigation?.needs.probes ?? []),
    ...needsOf(planned.scenario),
  ];
}

let tried: Promise<readonly ProbeResult[]> | undefined;

/** What every probe of this host found. Each is tried once: a command may ask for its plan and again for its cases. */
export function probesOfHost(): Promise<readonly ProbeResult[]> {
  tried ??= examineHost().then(({ probes }) => probes);
  return tried;
}

/** Cases, each with what this host lacks for its scenario. Nothing is tried where nothing is needed. */
export async function withLacks(cases: readonly PlannedCase[]): Promise<PlannedCase[]> {
  const needs = cases.map(({ scenario }) => needsOf(scenario));
  if (needs.every((one) => one.length === 0)) return [...cases];
  const probes = await probesOfHost();
  return cases.map((planned, index) => {
    const lacks = lacksAmong(probes, needs[index] ?? []);
    return lacks === undefined ? planned : { ...planned, lacks };
  });
}

/** Those of the probes that were tried and failed which are among these needs. */
export function missingAmong(
  probes: readonly ProbeResult[],
  needs: readonly string[],
): ProbeResult[] {
  return probes.filter(({ id, state }) => state === "missing" && needs.includes(id));
}

/** The same as words; undefined where nothing is missing. */
export function lacksAmong(
  probes: readonly ProbeResult[],
  needs: readonly string[],
): string | undefined {
  const words = missingAmong(probes, needs).map(({ title, detail }) => `${title} (${detail})`);
  return words.length > 0 ? `this host lacks ${words.join(", ")}` : undefined;
}
