import { Command } from "@commander-js/extra-typings";
import { type Family, Scope, ShiftError } from "../core/index.js";
import { performStep, routersToWatch, watchFib } from "../events/index.js";
import { findHeldLab, openHeldLab } from "../run/index.js";
import type { Step } from "../scenario/index.js";
import { EVENTS, eventStep } from "./event-step.js";
import { reportErrors } from "./exit.js";
import { options } from "./options.js";
import { abortOnSignals } from "./signals.js";

/** `event`: one event of the timeline, done by hand, with the time at which the FIB showed it. */
export function eventCommand() {
  return new Command("event")
    .description(`do one event in the lab that is up: ${EVENTS.join(", ")}`)
    .argument("<event>")
    .argument(
      "[arguments...]",
      "as in a scenario: withdraw dest1; link-down hop2 hop3a; prepend core first1 4; drop hop2 1200ms",
    )
    .addOption(options.family().default("4" as const))
    .option("--lab <name>", "which, when more than one is up")
    .action(async (name, args, { family, lab }) => {
      const held = openHeldLab(findHeldLab(lab));
      const step = eventStep(name, args, held.lab);
      if (Array.isArray(step)) process.exitCode = reportErrors(step);
      else await perform(step, held, Number(family) as Family);
    });
}

async function perform(
  step: Step,
  { lab, running }: ReturnType<typeof openHeldLab>,
  family: Family,
): Promise<void> {
  using signals = abortOnSignals();
  await using monitors = new Scope();
  const routers = routersToWatch([step], lab);
  const watches = await Promise.all(
    routers.map((router) => watchFib(running.node(router), monitors, signals.signal)),
  );
  const needsTraffic = () => {
    throw new ShiftError({
      code: "E_USAGE",
      message: "that needs the traffic of a scenario; name a device",
    });
  };
  await performStep(step, {
    running,
    family,
    signal: signals.signal,
    // Never disposed: an event done by hand lasts until another one undoes it.
    scope: new Scope(),
    watches: new Map(watches.map((watch) => [watch.router, watch])),
    record: ({ event, target, orderedWallNs, seenWallNs, seen }) => {
      const ms = seenWallNs
        ? `${(Number(BigInt(seenWallNs) - BigInt(orderedWallNs)) / 1e6).toFixed(1)} ms later: ${seen}`
        : "not in the FIB";
      process.stdout.write(`${event} ${target}: ${ms}\n`);
    },
    recorded: () => [],
    serving: needsTraffic,
    open: needsTraffic,
    abort: needsTraffic,
    probe: needsTraffic,
    background: () => undefined,
    settle: () => Promise.resolve(),
  });
}
