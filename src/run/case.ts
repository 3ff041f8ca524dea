import {
  type EventRecord,
  faultsOf,
  type ProgressListener,
  Scope,
  wallLead,
} from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import type { SourcePorts } from "../traffic/index.js";
import type { CaseEvidence } from "../verdict/index.js";
import { BackgroundWork } from "./background.js";
import { CaseCaptures } from "./case-captures.js";
import { CaseTraffic } from "./case-traffic.js";
import { type Daemon, endedDaemons } from "./daemons.js";
import { labFacts } from "./facts.js";
import type { PlannedCase } from "./plan.js";
import { play } from "./play.js";
import { prepareLab } from "./prepared-lab.js";

/** What a case runs with. */
export interface CaseOptions {
  running: RunningLab;
  ports: SourcePorts;
  runFolder: string;
  labFolder: string;
  scenarioFile: string;
  listener: ProgressListener;
  signal?: AbortSignal | undefined;
}

/**
 * Runs one case in a lab that is steady, and returns what was recorded. What goes wrong, an interruption too, is among
 * the evidence, so that captures are kept and judged.
 */
export async function runCase(planned: PlannedCase, options: CaseOptions): Promise<CaseEvidence> {
  const start = performance.now();
  const lead = wallLead();
  const evidence: CaseEvidence = {
    scenario: planned.scenario,
    family: planned.family,
    scenarioFile: options.scenarioFile,
    labFolder: options.labFolder,
    topology: planned.topology.name,
    facts: labFacts(options.running.spec.lab, planned.family),
    events: [],
    traffic: [],
    captures: [],
    faults: [],
    durationMs: 0,
  };
  try {
    await experiment(planned, options, evidence);
  } catch (thrown) {
    evidence.faults.push(...faultsOf(thrown));
  }
  const movedMs = (wallLead() - lead) / 1_000_000n;
  if (movedMs !== 0n)
    evidence.faults.push(
      `the wall clock was set by ${movedMs} ms during the case: its events and captures have no order`,
    );
  evidence.durationMs = performance.now() - start;
  return evidence;
}

async function experiment(
  planned: PlannedCase,
  options: CaseOptions,
  evidence: CaseEvidence,
): Promise<void> {
  const { running, runFolder, ports, signal } = options;
  const { id, scenario, family } = planned;
  const phase = (name: string) => options.listener({ kind: "case-phase", name: id, phase: name });
  await using scope = new Scope();

  phase("preparing");
  const prepared = await prepareLab(scenario, { running, family, scope, signal });
  phase("arming captures");
  const captures = await CaseCaptures.arm(id, { running, runFolder, scope, signal });
  const traffic = new CaseTraffic(
    scenario.traffic,
    { running, family, scope, signal, ports },
    async () => {
      for (const condition of prepared.conditions) await condition.ready?.();
    },
  );
  const background = new BackgroundWork(signal);
  try {
    await play(
      scenario,
      { running, family, scope, signal, prepared, traffic, background, phase },
      evidence,
    );
  } catch (thrown) {
    // What held connections have told until then is kept, as their packets are.
    if (evidence.traffic.length === 0) evidence.traffic.push(...traffic.soFar());
    throw thrown;
  } finally {
    // Its end belongs to the evidence.
    await background.end();
    phase("stopping captures");
    await captures.stop(evidence);
    evidence.faults.push(...deaths(running, prepared.daemons, evidence.events));
  }
}

function deaths(
  running: RunningLab,
  daemons: readonly Daemon[],
  events: readonly EventRecord[],
): string[] {
  const wasStopped = ({ node, name }: Daemon) =>
    name === "nginx" && events.some(({ event, target }) => event === "stop" && target === node);
  const dead = [
    ...running.deadNodes(),
    ...endedDaemons(daemons)
      .filter((daemon) => !wasStopped(daemon))
      .map(({ node, name }) => `${name} at ${node}`),
  ];
  return dead.length > 0 ? [`E_NODE_DIED: ${dead.join(", ")} ended during the case`] : [];
}
