import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { type Family, ShiftError } from "../core/index.js";
import { requireRoot } from "../driver/index.js";
import { withMitigation } from "../matrix/index.js";
import { controlOf, needsControl } from "../run/index.js";
import { casesOf, loadAll } from "./cases.js";
import { cellOptions, refuseCellOptions } from "./cell-options.js";
import { launch } from "./launch.js";
import { options } from "./options.js";
import { runCell } from "./run-cell.js";

/** `run`: scenarios of one's own, or a cell of the matrix, each with its control. */
export function runCommand() {
  return new Command("run")
    .description("run scenario files, or a cause of the catalogue, each with a control: no event")
    .argument("[scenario...]", "scenario files")
    .addOption(cellOptions.cause())
    .addOption(cellOptions.with())
    .addOption(cellOptions.members())
    .addOption(cellOptions.connections())
    .addOption(options.family())
    .addOption(options.driver())
    .addOption(options.workers())
    .addOption(options.results())
    .addOption(options.topologies())
    .addOption(options.json())
    .option("--no-control", "without the controls: the run then proves less")
    .action(async (files, given, command) => {
      const { family, topologies, control, cause, with: mitigation, ...more } = given;
      if ((cause === undefined) === (files.length === 0)) {
        throw new ShiftError({
          code: "E_USAGE",
          message: "run takes either scenario files or --cause",
          hint: "`anycast-shift causes` lists the causes",
        });
      }
      const { members, connections, ...rest } = more;
      if (cause !== undefined) {
        const ip = family && (Number(family) as Family);
        const cell = { cause, with: mitigation, members, connections, family: ip };
        process.exitCode = await runCell({ ...cell, control, topologies, ...rest });
        return;
      }
      refuseCellOptions(command);
      const scenarios = loadAll(files, topologies);
      const folders = { cells: join(rest.results, "cells"), topologies };
      const wanted = casesOf(scenarios, family);
      if (wanted.length > 0) requireRoot();
      const cases = wanted.map((planned) => withMitigation(planned, folders));
      const controls = control ? cases.filter(needsControl).map(controlOf) : [];
      const name = scenarios.length === 1 && scenarios[0] ? scenarios[0].scenario.name : "run";
      process.exitCode = await launch({
        name,
        cases: [...controls, ...cases],
        topologies,
        ...rest,
      });
    });
}
