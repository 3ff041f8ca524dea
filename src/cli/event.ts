import { Command } from "@commander-js/extra-typings";
import { type Family, Scope, ShiftError } from "../core/index.js";
import { performStep, routersToWatch, watchFib } from "../events/index.js";
import { findHeldLab, openHeldLab } from "../run/index.js";
import { type Step, stepSchema } from "../scenario/index.js";
import { options } from "./options.js";

// What the arguments of an event are called in a scenario, in the order in which they are given.
const ARGUMENTS: Partial<Record<Step["do"], (args: string[]) => Record<string, unknown>>> = {
  withdraw: ([device]) => ({ device }),
  announce: ([device]) => ({ device }),
  flap: ([device, times, down, up]) => ({ device, times: Number(times), down, up }),
  "link-down": ([from, to]) => ({ link: [from, to] }),
  "link-up": ([from, to]) => ({ link: [from, to] }),
  prepend: ([node, towards, times]) => ({ node, towards, times: Number(times) }),
  drain: ([device]) => ({ device }),
  drop: ([node, time]) => ({ node, for: time }),
  reject: ([node, time]) => ({ node, for: time }),
  restart: ([device, how]) => ({ device, how }),
};

/** `event`: one event of the timeline, done by hand, with the time at which the FIB showed it. */
export function eventCommand() {
  return new Command("event")
    .description(`do one event in the lab that is up: ${Object.keys(ARGUMENTS).join(", ")}`)
    .argument("<event>")
    .argument(
      "[arguments...]",
      "as in a scenario: withdraw dest1; link-down hop2 hop3a; prepend core first1 4; drop hop2 1200ms",
    )
    .addOption(options.family().default("4" as const))
    .option("--lab <name>", "which, when more than one is up")
    .action(async (name, args, { family, lab }) => {
      await perform(stepOf(name, args), Number(family) as Family, lab);
    });
}

function stepOf(name: string, args: string[]): Step {
  const read = ARGUMENTS[name as Step["do"]];
  const step = stepSchema.safeParse({ do: name, ...read?.(args) });
  if (read && step.success) return step.data;
  throw new ShiftError({
    code: "E_USAGE",
    message: `${[name, ...args].join(" ")} is no event`,
    hint: `events: ${Object.keys(ARGUMENTS).join(", ")}; their arguments are those of a scenario, see docs/scenario.md`,
  });
}

async function perform(step: Step, family: Family, name?: string): Promise<void> {
  const { lab, running } = openHeldLab(findHeldLab(name));
  await using monitors = new Scope();
  const routers = routersToWatch([step], lab);
  const watches = await Promise.all(
    routers.map((router) => watchFib(running.node(router), monitors)),
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
