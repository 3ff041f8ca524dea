import {
  type ActiveCondition,
  applyCondition,
  applyOwnMitigation,
  type ConditionContext,
  type HopChoice,
} from "../catalogue/index.js";
import { faultsOf, type ProgressListener, Scope, ShiftError, wallLead } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { type EventContext, performStep, routersToWatch, watchFib } from "../events/index.js";
import type { Scenario } from "../scenario/index.js";
import { deviceChoosers } from "../topology/index.js";
import type { SourcePorts } from "../traffic/index.js";
import type { CaseEvidence } from "../verdict/index.js";
import { BackgroundWork } from "./background.js";
import { CaseCaptures } from "./case-captures.js";
import { CaseTraffic } from "./case-traffic.js";
import { type Daemon, daemonsOf, endedDaemons } from "./daemons.js";
import { labFacts } from "./facts.js";
import { waitForForwarding } from "./forwarding.js";
import { Oracle } from "./oracle.js";
import type { PlannedCase } from "./plan.js";
import { endsSessions, lostSessions, sessionsOf } from "./sessions.js";
import { killLeftoverSockets } from "./sockets.js";

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
  const { scenario, family } = planned;
  const { lab } = running.spec;
  const phase = (name: string) =>
    options.listener({ kind: "case-phase", name: planned.id, phase: name });
  await using scope = new Scope();

  phase("preparing");
  await killLeftoverSockets(running);
  const conditions = await putInForce(scenario, { running, family, scope, signal });
  // Conditions and mitigations may have started some of them anew.
  const daemons = daemonsOf(running);
  const routers = routersToWatch(scenario.timeline, lab);
  const watches = await Promise.all(
    routers.map((router) => watchFib(running.node(router), scope, signal)),
  );
  const isCalm = !endsSessions(scenario.timeline);
  const sessions = isCalm ? await sessionsOf(running, routers) : [];

  phase("arming captures");
  const captures = await CaseCaptures.arm(planned.id, { running, runFolder, scope, signal });
  const traffic = new CaseTraffic(
    scenario.traffic,
    { running, family, scope, signal, ports },
    async () => {
      for (const condition of conditions) await condition.ready?.();
    },
  );
  const background = new BackgroundWork(signal);
  try {
    phase("starting traffic");
    const tested = scenario.expect.some(({ that }) => that === "foretold");
    const oracle = new Oracle(running, family, hopChoices(scenario, conditions), { tested });
    evidence.oracle = oracle.record;
    const ask = () => oracle.ask(traffic.soFar());
    await traffic.start();
    await ask();
    const context: EventContext = {
      running,
      family,
      scope,
      signal: background.signal,
      watches: new Map(watches.map((watch) => [watch.router, watch])),
      record: (event) => void evidence.events.push(event),
      recorded: () => evidence.events,
      serving: () => traffic.serving(),
      oracle: { ask, expire: () => oracle.expire() },
      open: (id) => traffic.open(id),
      abort: (id) => traffic.abort(id),
      probe: (id, inBackground) => traffic.probe(id, inBackground),
      background: (work) => background.add(work),
      settle: async () => {
        if (isCalm) await noteUnforwarded(running, evidence, signal);
        for (const condition of conditions) await condition.settle?.();
      },
    };
    for (const step of scenario.timeline) {
      phase(step.do);
      await performStep(step, context);
    }
    await background.finished();
    phase("waiting for the traffic to end");
    await traffic.collect(evidence, signal);
    evidence.faults.push(...conditions.flatMap((condition) => condition.fault?.() ?? []));
    if (sessions.length > 0)
      evidence.faults.push(...lostSessions(sessions, await sessionsOf(running, routers)));
  } catch (thrown) {
    // What held connections have told until then is kept, as their packets are.
    if (evidence.traffic.length === 0) evidence.traffic.push(...traffic.soFar());
    throw thrown;
  } finally {
    // Its end belongs to the evidence.
    await background.end();
    phase("stopping captures");
    await captures.stop(evidence);
    evidence.faults.push(...deaths(running, daemons));
  }
}

/** Waits until what the kernels forward by is what the routers say after an event, and records where it is not. */
async function noteUnforwarded(
  running: RunningLab,
  { family, events, faults }: CaseEvidence,
  signal?: AbortSignal,
): Promise<void> {
  const choosers = deviceChoosers(running.spec.lab);
  faults.push(...(await waitForForwarding(running, family, choosers, events, signal)));
}

/** Puts a scenario's conditions in force, then its own mitigation: each may build on what was changed before it. */
async function putInForce(
  { conditions, mitigation }: Scenario,
  context: ConditionContext,
): Promise<ActiveCondition[]> {
  const inForce: ActiveCondition[] = [];
  for (const condition of conditions) inForce.push(await applyCondition(condition, context));
  if (typeof mitigation === "string") {
    const message = `the mitigation ${mitigation} was not put into the scenario's conditions`;
    throw new ShiftError({ code: "E_BUG", message });
  }
  if (mitigation) inForce.push(await applyOwnMitigation(mitigation, context));
  return inForce;
}

/** How hops choose where their routes do not say all of it: by conditions, or after commands that may change it. */
function hopChoices({ timeline }: Scenario, conditions: readonly ActiveCondition[]): HopChoice[] {
  const commanded = timeline.flatMap((step): HopChoice[] =>
    step.do === "command"
      ? [{ node: step.node, unpredictable: "is changed by the scenario's own commands" }]
      : [],
  );
  return [...conditions.flatMap(({ choice }) => choice ?? []), ...commanded];
}

function deaths(running: RunningLab, daemons: readonly Daemon[]): string[] {
  const dead = [
    ...running.deadNodes(),
    ...endedDaemons(daemons).map(({ node, name }) => `${name} at ${node}`),
  ];
  return dead.length > 0 ? [`E_NODE_DIED: ${dead.join(", ")} ended during the case`] : [];
}
