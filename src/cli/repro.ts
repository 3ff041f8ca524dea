import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { casesOf, loadAll } from "./cases.js";
import { EXIT, reportErrors } from "./exit.js";
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
      const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
      const { scenarios, errors } = loadAll(
        files.map((name) => join(folder, name)),
        topologies,
      );
      if (errors.length > 0) {
        process.exitCode = reportErrors(errors);
        return;
      }
      const unknown =
        only?.filter((name) => !scenarios.some(({ scenario }) => scenario.name === name)) ?? [];
      if (unknown.length > 0) {
        const names = scenarios.map(({ scenario }) => scenario.name).join(", ");
        process.exitCode = reportErrors([
          new ShiftError({
            code: "E_USAGE",
            message: `no case ${unknown.join(", ")}`,
            hint: `cases: ${names}`,
          }),
        ]);
        return;
      }
      // A control is part of whatever it controls.
      const chosen = scenarios.filter(
        ({ scenario }) => only === undefined || scenario.control || only.includes(scenario.name),
      );
      const cases = casesOf(chosen, family ? [Number(family)] : undefined);
      process.exitCode =
        cases.length === 0 ? EXIT.input : await launch({ name: "repro", cases, ...rest });
    });
}
