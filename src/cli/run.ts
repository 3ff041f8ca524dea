import { Command } from "@commander-js/extra-typings";
import { controlOf } from "../run/index.js";
import { casesOf, loadAll } from "./cases.js";
import { reportErrors } from "./exit.js";
import { launch } from "./launch.js";
import { options } from "./options.js";

/** `run`: scenarios of one's own, each with its control. */
export function runCommand() {
  return new Command("run")
    .description("run scenario files, each with a control: the same traffic and no event")
    .argument("<scenario...>", "scenario files")
    .addOption(options.family())
    .addOption(options.driver())
    .addOption(options.workers())
    .addOption(options.results())
    .addOption(options.topologies())
    .addOption(options.json())
    .option("--no-control", "without the controls: the run then proves less")
    .action(async (files, { family, topologies, control, ...rest }) => {
      const { scenarios, errors } = loadAll(files, topologies);
      if (errors.length > 0) {
        process.exitCode = reportErrors(errors);
        return;
      }
      const cases = casesOf(scenarios, family ? [Number(family)] : undefined);
      const controls = cases.filter(({ scenario }) => control && !scenario.control).map(controlOf);
      const name = scenarios.length === 1 && scenarios[0] ? scenarios[0].scenario.name : "run";
      process.exitCode = await launch({ name, cases: [...controls, ...cases], ...rest });
    });
}
