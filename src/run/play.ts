import type { HopChoice } from "../catalogue/index.js";
import type { Family, Scope } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { type EventContext, performStep } from "../events/index.js";
import type { Scenario } from "../scenario/index.js";
import { deviceChoosers } from "../topology/index.js";
import type { CaseEvidence } from "../verdict/index.js";
import type { BackgroundWork } from "./background.js";
import type { CaseTraffic } from "./case-traffic.js";
import { waitForForwarding } from "./forwarding.js";
import { Oracle } from "./oracle.js";
import type { PreparedLab } from "./prepared-lab.js";

/** What a scenario is played on: a lab whose captures run. */
interface Stage {
  running: RunningLab;
  family: Family;
  /** Undoes every event at the end of the case. */
  scope: Scope;
  signal?: AbortSignal | undefined;
  prepared: PreparedLab;
  traffic: CaseTraffic;
  background: BackgroundWork;
  /** Tells what is done now. */
  phase(name: string): void;
}

/**
 * Plays a scenario: starts its traffic, performs its timeline step by step, waits for all to end, and adds what happened
 * to the evidence while it does.
 * @throws what a step or the traffic's start does
 */
export async function play(
  scenario: Scenario,
  stage: Stage,
  evidence: CaseEvidence,
): Promise<void> {
  const { running, family, prepared, traffic, background, signal, phase } = stage;
  phase("starting traffic");
  const tested = scenario.expect.some(({ that }) => that === "foretold");
  const choices = hopChoices(scenario, prepared);
  const oracle = new Oracle(running, family, choices, { tested });
  evidence.oracle = oracle.record;
  await traffic.start();
  await oracle.ask(traffic.soFar());
  const context = eventContext(stage, oracle, evidence);
  for (const step of scenario.timeline) {
    phase(step.do);
    await performStep(step, context);
  }
  await background.finished();
  phase("waiting for the traffic to end");
  await traffic.collect(evidence, signal);
  evidence.faults.push(...prepared.conditions.flatMap((condition) => condition.fault?.() ?? []));
  evidence.faults.push(...(await prepared.lost()));
}

function eventContext(
  { running, family, scope, signal, prepared, traffic, background }: Stage,
  oracle: Oracle,
  evidence: CaseEvidence,
): EventContext {
  return {
    running,
    family,
    scope,
    signal: background.signal,
    watches: prepared.watches,
    record: (event) => void evidence.events.push(event),
    recorded: () => evidence.events,
    serving: () => traffic.serving(),
    oracle: { ask: () => oracle.ask(traffic.soFar()), expire: () => oracle.expire() },
    open: (id) => traffic.open(id),
    abort: (id) => traffic.abort(id),
    probe: (id, inBackground) => traffic.probe(id, inBackground),
    background: (work) => background.add(work),
    settle: async () => {
      if (prepared.isCalm) await noteUnforwarded(running, evidence, signal);
      const agents = prepared.conditions.filter(({ settle }) => settle !== undefined);
      for (const agent of agents) await agent.settle?.();
      return agents.length > 0;
    },
  };
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

/** How hops choose where their routes do not say all of it: by conditions, or after commands that may change it. */
function hopChoices({ timeline }: Scenario, { conditions }: PreparedLab): HopChoice[] {
  const commanded = timeline.flatMap((step): HopChoice[] =>
    step.do === "command"
      ? [{ node: step.node, unpredictable: "is changed by the scenario's own commands" }]
      : [],
  );
  return [...conditions.flatMap(({ choice }) => choice ?? []), ...commanded];
}
