import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { controls, type PlannedCase } from "../run/index.js";
import { casesOf, loadAll } from "./cases.js";
import { reportErrors } from "./exit.js";
import { launch } from "./launch.js";
import { options } from "./options.js";
import { projectFolder } from "./paths.js";

/** `repro`: the article's experiment, every case of it. */
export function reproCommand() {
  return new Command("repro")
    .description(
      "reproduce the article's experiment: every case, in labs of its own, judged by its packets",
    )
    .option("--only <names...>", "only these cases")
    .addOption(options.family())
    .addOption(options.driver())
    .addOption(options.workers())
    .addOption(options.results())
    .addOption(options.topologies())
    .addOption(options.json())
    .action(async ({ only, family, topologies, ...rest }) => {
      const folder = projectFolder("scenarios/article");
      const files = readdirSync(folder)
        .sort()
        .map((name) => join(folder, name));
      const { scenarios, errors } = loadAll(files, topologies);
      const all = casesOf(scenarios, family ? [Number(family)] : undefined);
      const cases = only ? pick(all, only) : all;
      if (cases instanceof ShiftError || errors.length > 0) {
        process.exitCode = reportErrors(cases instanceof ShiftError ? [cases] : errors);
        return;
      }
      process.exitCode = await launch({ name: "repro", cases, ...rest });
    });
}

// The named cases, each with the control that it is held to.
function pick(all: PlannedCase[], names: readonly string[]): PlannedCase[] | ShiftError {
  const known = new Set(all.map(({ scenario }) => scenario.name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    return new ShiftError({
      code: "E_USAGE",
      message: `no case ${unknown.join(", ")}`,
      hint: `cases: ${[...known].join(", ")}`,
    });
  }
  const chosen = all.filter(({ scenario }) => names.includes(scenario.name));
  return all.filter((one) => chosen.includes(one) || chosen.some((other) => controls(one, other)));
}
