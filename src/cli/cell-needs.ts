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

/** What this host lacks of these probes, found out by trying; nothing is tried where nothing is needed. */
export async function lacking(needs: readonly string[]): Promise<ProbeResult[]> {
  if (needs.length === 0) return [];
  const { probes } = await examineHost();
  return probes.filter(({ id, state }) => state === "missing" && needs.includes(id));
}
