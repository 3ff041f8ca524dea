import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { projectPath, Scope, until } from "../core/index.js";
import { requireRoot, startKeeper } from "../driver/index.js";
import { type HeldLab, heldLabs, holdLab } from "../run/index.js";
import type { LoadedScenario } from "../topology/index.js";
import { loadAll } from "./cases.js";
import { keeperError } from "./keeper-error.js";
import { options } from "./options.js";
import { abortOnSignals } from "./signals.js";

// Above the sum of what a keeper may take until it gives up by itself: containerlab's deployment 120 s, the nodes' boot
// 20 s, the routers' agreement 30 s, and its questions to the nodes.
const UP_DEADLINE_MS = 240_000;

/** `up`: brings the lab of a scenario up and leaves it to its user. */
export function upCommand() {
  return new Command("up")
    .description(
      "bring the lab of a scenario up and leave it; see exec, event, capture, status, down",
    )
    .argument("<scenario>", "scenario file")
    .addOption(options.driver())
    .addOption(options.topologies())
    .action(async (scenario, { driver, topologies }) => {
      const scenarios = loadAll([scenario], topologies);
      requireRoot();
      const lab = await keep([
        "hold",
        resolve(scenario),
        "--driver",
        driver,
        "--topologies",
        resolve(topologies),
      ]);
      const nodes = Object.keys(lab.nodes).join(" ");
      process.stdout.write(
        `${lab.name} is up on ${lab.driver}: ${nodes}\n${notInForce(scenarios)}anycast-shift exec NODE -- COMMAND; anycast-shift down\n`,
      );
    });
}

// A lab is its nodes and routers alone; whoever tries a mitigation by hand must not take another forwarding for it.
function notInForce(scenarios: readonly LoadedScenario[]): string {
  const parts = scenarios.flatMap(({ scenario: { conditions, mitigation } }) => [
    ...(conditions.length > 0 ? ["conditions"] : []),
    ...(mitigation === undefined ? [] : ["mitigation"]),
  ]);
  return parts.length > 0 ? `not in force, as \`run\` puts it: ${parts.join(", ")}\n` : "";
}

/** `hold`: the process behind `up`; holds the lab until it is told to end. */
export function holdCommand() {
  return new Command("hold")
    .description("hold the lab of a scenario until SIGTERM")
    .argument("<scenario>")
    .addOption(options.driver())
    .addOption(options.topologies())
    .action(async (scenario, { driver, topologies }) => {
      using signals = abortOnSignals();
      const listener = () => undefined;
      await holdLab({ scenario, topologies, driver, listener, signal: signals.signal });
    });
}

// The keeper must outlive this process and its terminal once the lab is up. Until then it ends with this one, and what it
// says is shown if it fails.
async function keep(args: string[]): Promise<HeldLab> {
  using signals = abortOnSignals();
  await using scope = new Scope();
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-up-"));
  scope.defer(folder, () => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, "log");
  const keeper = startKeeper([projectPath("dist/bin/anycast-shift.js"), ...args], log);
  let lab: HeldLab | undefined;
  scope.defer("the lab", () => (lab ? keeper.release() : keeper.end()));
  lab = await until(
    "the lab to be up",
    () => {
      if (keeper.hasEnded()) throw keeperError(readFileSync(log, "utf8"));
      return heldLabs().find((one) => one.keeper === keeper.pid);
    },
    { deadlineMs: UP_DEADLINE_MS, everyMs: 50, signal: signals.signal },
  );
  return lab;
}
