import { Command } from "@commander-js/extra-typings";
import { type EventRecord, type Family, isUnseen, Scope, ShiftError } from "../core/index.js";
import { performStep, routersToWatch, watchFib } from "../events/index.js";
import { findHeldLab, openHeldLab } from "../run/index.js";
import type { Step } from "../scenario/index.js";
import { EVENTS, eventExamples, eventStep } from "./event-step.js";
import { reportErrors } from "./exit.js";
import { options } from "./options.js";
import { abortOnSignals } from "./signals.js";

/** `event`: one event of the timeline, done by hand, with the time at which the FIB showed it. */
export function eventCommand() {
  return new Command("event")
    .description(`do one event in the lab that is up: ${EVENTS.join(", ")}`)
    .argument("<event>")
    .argument("[arguments...]", "as in a scenario, see below")
    .addOption(options.family().default("4" as const))
    .option("--lab <name>", "which, when more than one is up")
    .addHelpText(
      "after",
      `\nOne of each kind in the article's lab (docs/scenario.md says what they do):\n${eventExamples()
        .map((line) => `  ${line}\n`)
        .join("")}`,
    )
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
  const unseen: EventRecord[] = [];
  await performStep(step, {
    running,
    family,
    signal: signals.signal,
    // Never disposed: an event done by hand lasts until another one undoes it.
    scope: new Scope(),
    watches: new Map(watches.map((watch) => [watch.router, watch])),
    record: (event) => {
      process.stdout.write(`${event.event} ${event.target}: ${whatCame(event)}\n`);
      if (isUnseen(event)) unseen.push(event);
    },
    recorded: () => [],
    serving: needsTraffic,
    open: needsTraffic,
    abort: needsTraffic,
    probe: needsTraffic,
    background: () => undefined,
    settle: () => Promise.resolve(false),
  });
  const [first] = unseen;
  if (!first) return;
  throw new ShiftError({
    code: "E_EVENT",
    message: `${first.event} ${first.target} was not seen in the FIB of ${first.router}`,
    hint: "it may have been so already, or no route depends on it",
  });
}

/** What came of an event that was done, in one line. */
export function whatCame(event: EventRecord): string {
  const { orderedWallNs, seenWallNs, seen, stays, router, unreached } = event;
  if (stays) return `done, the route of ${router} stays as it was`;
  if (isUnseen(event)) return `not seen in the FIB of ${router}`;
  if (seenWallNs === undefined) return "done, no route is to change";
  const ms = Number(BigInt(seenWallNs) - BigInt(orderedWallNs)) / 1e6;
  const left = unreached
    ? `; no path to ${unreached.join(", ")}, as after a link flap (docs/findings.md)`
    : "";
  return `${ms.toFixed(1)} ms later at ${router}: ${seen}${left}`;
}
