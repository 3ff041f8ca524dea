import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type CapturePoint,
  capturePoints,
  type RunningCapture,
  startCapture,
} from "../capture/index.js";
import { applyCondition, applyOwnMitigation } from "../catalogue/index.js";
import {
  abortable,
  type EventRecord,
  faultsOf,
  type ProgressListener,
  Scope,
  ShiftError,
} from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { type EventContext, performStep, routersToWatch, watchFib } from "../events/index.js";
import type { Traffic } from "../scenario/index.js";
import { deviceChoosers } from "../topology/index.js";
import { type RunningTraffic, type SourcePorts, startTraffic } from "../traffic/index.js";
import type { CaseEvidence } from "../verdict/index.js";
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

/** A capture that is running, and where its file will be. */
interface Armed {
  point: CapturePoint;
  file: string;
  capture: RunningCapture;
}

/**
 * Runs one case in a lab that is steady, and returns what was recorded. What goes wrong, an interruption too, is among
 * the evidence, so that captures are kept and judged.
 */
export async function runCase(planned: PlannedCase, options: CaseOptions): Promise<CaseEvidence> {
  const start = performance.now();
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
  evidence.durationMs = performance.now() - start;
  return evidence;
}

async function experiment(
  planned: PlannedCase,
  options: CaseOptions,
  evidence: CaseEvidence,
): Promise<void> {
  const { running, signal } = options;
  const { scenario, family } = planned;
  const { lab } = running.spec;
  const phase = (name: string) =>
    options.listener({ kind: "case-phase", name: planned.id, phase: name });
  await using scope = new Scope();

  phase("preparing");
  await killLeftoverSockets(running);
  const conditions = await inOrder(scenario.conditions, (condition) =>
    applyCondition(condition, { running, family, scope, signal }),
  );
  if (typeof scenario.mitigation === "string") {
    const message = `the mitigation ${scenario.mitigation} was not put into the scenario's conditions`;
    throw new ShiftError({ code: "E_BUG", message });
  }
  if (scenario.mitigation) {
    const change = { running, family, scope, signal };
    conditions.push(await applyOwnMitigation(scenario.mitigation, change));
  }
  // Conditions and mitigations may have started some of them anew.
  const daemons = daemonsOf(running);
  const routers = routersToWatch(scenario.timeline, lab);
  const choosers = deviceChoosers(lab);
  const watches = await Promise.all(
    routers.map((router) => watchFib(running.node(router), scope, signal)),
  );

  const isCalm = !endsSessions(scenario.timeline);
  const sessions = isCalm ? await sessionsOf(running, routers) : [];

  phase("arming captures");
  const armed = await armCaptures(planned, options, scope);
  const traffic: RunningTraffic[] = [];
  try {
    phase("starting traffic");
    const soFar = (id: string) => traffic.find((one) => one.id === id)?.soFar?.() ?? [];
    const start = async (ones: Traffic[]) => {
      const started = ones.map((one) =>
        startTraffic(one, { running, family, scope, signal, soFar, ports: options.ports }),
      );
      traffic.push(...started);
      await Promise.all(started.map((one) => one.established()));
      for (const condition of conditions) await condition.ready?.();
    };
    const choices = [
      ...conditions.flatMap(({ choice }) => choice ?? []),
      ...scenario.timeline.flatMap((step) =>
        step.do === "command"
          ? [{ node: step.node, unpredictable: "is changed by the scenario's own commands" }]
          : [],
      ),
    ];
    const tested = scenario.expect.some(({ that }) => that === "foretold");
    const oracle = new Oracle(running, family, choices, { tested });
    evidence.oracle = oracle.record;
    const ask = () => oracle.ask(traffic.flatMap((one) => one.soFar?.() ?? []));
    await start(scenario.traffic.filter((one) => !opensLater(one)));
    await ask();
    const inBackground: Promise<void>[] = [];
    const context: EventContext = {
      running,
      family,
      scope,
      signal,
      watches: new Map(watches.map((watch) => [watch.router, watch])),
      record: (event: EventRecord) => void evidence.events.push(event),
      recorded: () => evidence.events,
      serving: () => servingDevice(traffic),
      oracle: { ask, expire: () => oracle.expire() },
      open: (id) => start(scenario.traffic.filter((one) => one.id === id)),
      abort: async (id) => traffic.find((one) => one.id === id)?.abort?.(),
      probe: async (id, background) => {
        const ended = traffic.find((one) => one.id === id)?.probe?.();
        // A failure is told by finished(), which waits for it; without a handler it would end the process first.
        if (background) ended?.catch(() => undefined);
        else await ended;
      },
      background: (work) => {
        // It may fail long before it is waited for.
        work.catch(() => undefined);
        inBackground.push(work);
      },
      settle: async () => {
        if (isCalm)
          evidence.faults.push(
            ...(await waitForForwarding(running, family, choosers, evidence.events, signal)),
          );
        for (const condition of conditions) await condition.settle?.();
      },
    };
    for (const step of scenario.timeline) {
      phase(step.do);
      await performStep(step, context);
    }
    await Promise.all(inBackground);
    phase("waiting for the traffic to end");
    await collectRecords(traffic, evidence, signal);
    evidence.faults.push(...conditions.flatMap((condition) => condition.fault?.() ?? []));
    if (sessions.length > 0)
      evidence.faults.push(...lostSessions(sessions, await sessionsOf(running, routers)));
  } catch (thrown) {
    // What held connections have told until then is kept, as their packets are.
    if (evidence.traffic.length === 0)
      evidence.traffic.push(...traffic.flatMap((one) => one.soFar?.() ?? []));
    throw thrown;
  } finally {
    phase("stopping captures");
    await stopCaptures(armed, evidence);
    evidence.faults.push(...deaths(running, daemons));
  }
}

function deaths(running: RunningLab, daemons: readonly Daemon[]): string[] {
  const dead = [
    ...running.deadNodes(),
    ...endedDaemons(daemons).map(({ node, name }) => `${name} at ${node}`),
  ];
  return dead.length > 0 ? [`E_NODE_DIED: ${dead.join(", ")} ended during the case`] : [];
}

async function armCaptures(
  planned: PlannedCase,
  options: CaseOptions,
  scope: Scope,
): Promise<Armed[]> {
  const { running, runFolder, signal } = options;
  const folder = join("captures", planned.id);
  mkdirSync(join(runFolder, folder), { recursive: true });
  return Promise.all(
    capturePoints(running.spec.lab).map(async (point) => {
      const file = join(folder, `${point.node}-${point.interface}.pcap`);
      return {
        point,
        file,
        capture: await startCapture(
          running.node(point.node),
          point.interface,
          join(runFolder, file),
          scope,
          signal,
        ),
      };
    }),
  );
}

/**
 * Waits for the end of all traffic, one after another, and records what each said; also when one before it failed, or the
 * case was interrupted.
 */
export async function collectRecords(
  traffic: readonly Pick<RunningTraffic, "id" | "finished" | "soFar">[],
  evidence: Pick<CaseEvidence, "traffic" | "faults">,
  signal?: AbortSignal,
): Promise<void> {
  for (const one of traffic) {
    try {
      evidence.traffic.push(...(await abortable(`the end of ${one.id}`, one.finished(), signal)));
    } catch (thrown) {
      evidence.traffic.push(...(one.soFar?.() ?? []));
      evidence.faults.push(...faultsOf(thrown));
    }
  }
}

// Every one is stopped and recorded, also when another failed: what was captured is kept.
async function stopCaptures(armed: Armed[], evidence: CaseEvidence): Promise<void> {
  const stopped = await Promise.allSettled(armed.map(({ capture }) => capture.stop()));
  for (const [index, { point, file }] of armed.entries()) {
    const result = stopped[index];
    if (result?.status === "fulfilled") {
      const { packets, dropped } = result.value;
      evidence.captures.push({ ...point, file, packets, droppedByKernel: dropped });
    } else {
      evidence.faults.push(...faultsOf(result?.reason));
    }
  }
}

function opensLater(traffic: Traffic): boolean {
  return traffic.kind === "held" && traffic.later;
}

function servingDevice(traffic: RunningTraffic[]): string {
  for (const one of traffic) {
    const device = one.firstDevice();
    if (device) return device;
  }
  throw new ShiftError({
    code: "E_EVENT",
    message: "no device has answered yet, so none is serving",
  });
}

// One after another: a condition may build on what the one before it changed.
async function inOrder<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}
