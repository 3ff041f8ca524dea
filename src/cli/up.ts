import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { projectPath, ShiftError, until } from "../core/index.js";
import { requireRoot, startKeeper } from "../driver/index.js";
import { type HeldLab, heldLabs, holdLab } from "../run/index.js";
import { loadAll } from "./cases.js";
import { reportErrors } from "./exit.js";
import { options } from "./options.js";
import { abortOnSignals } from "./signals.js";

const UP_DEADLINE_MS = 90_000;

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
      const { errors } = loadAll([scenario], topologies);
      if (errors.length > 0) {
        process.exitCode = reportErrors(errors);
        return;
      }
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
        `${lab.name} is up on ${lab.driver}: ${nodes}\nanycast-shift exec NODE -- COMMAND; anycast-shift down\n`,
      );
    });
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

// The keeper must outlive this process and its terminal; what it says until the lab is up is shown if it fails.
async function keep(args: string[]): Promise<HeldLab> {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-up-"));
  const log = join(folder, "log");
  const keeper = startKeeper([projectPath("dist/bin/anycast-shift.js"), ...args], log);
  try {
    return await until(
      "the lab to be up",
      () => {
        if (keeper.hasEnded()) {
          throw new ShiftError({ code: "E_DEPLOY", message: readFileSync(log, "utf8").trim() });
        }
        return heldLabs().find((lab) => lab.keeper === keeper.pid);
      },
      { deadlineMs: UP_DEADLINE_MS, everyMs: 50 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    keeper.release();
  }
}
