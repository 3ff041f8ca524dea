import { messageOf, ShiftError } from "../../core/index.js";
import type { LabDriver } from "../driver.js";
import type { Probe, ProbeResult } from "./probe.js";
import { dockerProbes } from "./probes/docker.js";
import { hostProbes } from "./probes/host.js";
import { kernelFeatureProbes } from "./probes/kernel-features.js";
import { labPartProbes } from "./probes/lab-parts.js";
import { sysctlProbes } from "./probes/sysctls.js";

/** Whether labs of a driver can be brought up here. */
interface DriverReport {
  name: LabDriver["name"];
  usable: boolean;
  /** Probes that keep it from working. */
  lacks: ProbeResult[];
}

/** What a host can do for labs. */
export interface HostReport {
  probes: ProbeResult[];
  drivers: DriverReport[];
}

/** Whether labs can be brought up at all. */
export function canRunLabs({ drivers }: HostReport): boolean {
  return drivers.some(({ usable }) => usable);
}

const PROBES: readonly Probe[] = [
  ...hostProbes,
  ...labPartProbes,
  ...kernelFeatureProbes,
  ...sysctlProbes,
  ...dockerProbes,
];

/** Finds out, by trying each thing in a throw-away namespace, what this host can do. Leaves nothing behind. */
export async function examineHost(): Promise<HostReport> {
  const probes = await Promise.all(PROBES.map(lookSafely));
  return { probes, drivers: [driverReport("netns", probes), driverReport("containerlab", probes)] };
}

async function lookSafely({ id, title, neededFor, look }: Probe): Promise<ProbeResult> {
  const finding = await look().catch((thrown: unknown) => ({
    state: "missing" as const,
    detail: messageOf(thrown),
    ...(thrown instanceof ShiftError && thrown.hint !== undefined ? { mend: thrown.hint } : {}),
  }));
  return { id, title, neededFor, ...finding };
}

function driverReport(name: LabDriver["name"], probes: ProbeResult[]): DriverReport {
  const lacks = probes.filter(
    ({ state, neededFor }) =>
      state === "missing" && (neededFor === "every lab" || neededFor === name),
  );
  return { name, usable: lacks.length === 0, lacks };
}
