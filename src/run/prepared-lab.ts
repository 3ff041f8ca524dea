import {
  type ActiveCondition,
  applyCondition,
  applyOwnMitigation,
  type ConditionContext,
} from "../catalogue/index.js";
import { ShiftError } from "../core/index.js";
import { type FibWatch, routersToWatch, watchFib } from "../events/index.js";
import type { Scenario } from "../scenario/index.js";
import { type Daemon, daemonsOf } from "./daemons.js";
import { killLeftoverSockets } from "./leftover-sockets.js";
import { endsSessions, lostSessions, sessionsOf } from "./sessions.js";

/** A lab as one case needs it: its conditions and mitigation are in force, and what may change is watched. */
export interface PreparedLab {
  conditions: readonly ActiveCondition[];
  /** Routing daemons; whichever ends before the case does is a fault. */
  daemons: readonly Daemon[];
  /** Monitors of the routers that events change, by name. */
  watches: Map<string, FibWatch>;
  /** Whether all BGP sessions should outlive the case. */
  isCalm: boolean;
  /** The faults of a calm case: sessions that it has lost by now. */
  lost(): Promise<string[]>;
}

/**
 * Prepares a steady lab for one case. The scope undoes it.
 * @throws ShiftError of what could not be put in force, E_INTERRUPTED
 */
export async function prepareLab(
  scenario: Scenario,
  context: ConditionContext,
): Promise<PreparedLab> {
  const { running, scope, signal } = context;
  await killLeftoverSockets(running);
  const conditions = await putInForce(scenario, context);
  // Conditions and mitigations may have started some of them anew.
  const daemons = daemonsOf(running);
  const routers = routersToWatch(scenario.timeline, running.spec.lab);
  const watches = await Promise.all(
    routers.map((router) => watchFib(running.node(router), scope, signal)),
  );
  const isCalm = !endsSessions(scenario.timeline);
  const sessions = isCalm ? await sessionsOf(running, routers) : [];
  return {
    conditions,
    daemons,
    watches: new Map(watches.map((watch) => [watch.router, watch])),
    isCalm,
    lost: async () =>
      sessions.length > 0 ? lostSessions(sessions, await sessionsOf(running, routers)) : [],
  };
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
