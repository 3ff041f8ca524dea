import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { until } from "../../../src/core/index.js";
import type { LabSpec } from "../../../src/driver/index.js";

/** A lab that a subject has brought up. */
export interface UpLab {
  /** A process in the network namespace of the ECMP hop. */
  hopPid: number;
  down(): Promise<void>;
}

/** Something that brings labs up. */
export interface Subject {
  name: string;
  /** Brings the lab up; calls `begin` when the clock is to start. */
  up(spec: LabSpec, begin: () => void): Promise<UpLab>;
}

/** Milliseconds of one lab from the start. */
export interface Measured {
  /** Every daemon of every node runs. */
  deploy: number;
  /** The ECMP hop has both members in both families. */
  converged: number;
  /** From the order to its end. */
  destroy: number;
}

/** Brings a lab up, waits for its routers, and takes it down, by the same clock for every subject. */
export async function measure(subject: Subject, spec: LabSpec): Promise<Measured> {
  let start = performance.now();
  const lab = await subject.up(spec, () => {
    start = performance.now();
  });
  const up = await untilConverged(lab, spec, start).catch(async (thrown) => {
    await lab.down();
    throw thrown;
  });
  const order = performance.now();
  await lab.down();
  return { ...up, destroy: performance.now() - order };
}

async function untilConverged(
  lab: UpLab,
  spec: LabSpec,
  start: number,
): Promise<Omit<Measured, "destroy">> {
  const ready = spec.lab.nodes.map(({ name }) => join(spec.folder, name, "ready"));
  await until("every node to be ready", () => ready.every((file) => existsSync(file)), {
    deadlineMs: 60_000,
    everyMs: 5,
  });
  const deploy = performance.now() - start;
  await until("the ECMP hop to have both members", () => hasBothMembers(lab.hopPid, spec), {
    deadlineMs: 60_000,
    everyMs: 20,
  });
  const converged = performance.now() - start;
  return { deploy, converged };
}

async function hasBothMembers(pid: number, { lab }: LabSpec): Promise<boolean> {
  const members = async (family: 4 | 6) => {
    const args = ["-t", String(pid), "-n", "ip", `-${family}`, "route", "show", lab.vip[family]];
    const { stdout } = await execa("nsenter", args);
    return stdout.match(/nexthop via/g)?.length ?? 0;
  };
  return (await members(4)) === 2 && (await members(6)) === 2;
}
