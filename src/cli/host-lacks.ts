import { examineHost, type ProbeResult } from "../driver/index.js";
import type { HostLacks } from "../matrix/index.js";
import type { PlannedCase } from "../run/index.js";
import { needsOf } from "./scenario-needs.js";

let tried: Promise<readonly ProbeResult[]> | undefined;

/** What every probe of this host found. Each is tried once: a command may ask for its plan and again for its cases. */
export function probesOfHost(): Promise<readonly ProbeResult[]> {
  tried ??= examineHost().then(({ probes }) => probes);
  return tried;
}

/** Tells of a case what this host lacks for its scenario. */
export async function hostLacks(): Promise<HostLacks> {
  const probes = await probesOfHost();
  return ({ scenario }) => lacksAmong(probes, needsOf(scenario));
}

/** Cases, each with what this host lacks for its scenario. Nothing is tried where nothing is needed. */
export async function withLacks(cases: readonly PlannedCase[]): Promise<PlannedCase[]> {
  if (cases.every(({ scenario }) => needsOf(scenario).length === 0)) return [...cases];
  const lacksOf = await hostLacks();
  return cases.map((planned) => {
    const lacks = lacksOf(planned);
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
