import type { HostReport } from "../driver/index.js";

/** A scenario and whether it can run on this host. */
export interface ScenarioReport {
  /** Path below scenarios/. */
  file: string;
  runs: boolean;
  /** Why not; empty when it can run. */
  because: string;
}

/** Everything that `doctor` says. */
export interface DoctorReport extends HostReport {
  scenarios: ScenarioReport[];
  /** Whether at least one driver and one scenario can run. */
  ready: boolean;
}
