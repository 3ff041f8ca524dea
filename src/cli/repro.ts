import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { projectPath } from "../core/index.js";
import { casesOf, loadAll } from "./cases.js";
import { launch } from "./launch.js";
import { onlyNamed } from "./only.js";
import { options } from "./options.js";
import { wordsOf } from "./words.js";

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
      const folder = projectPath("scenarios/article");
      const files = readdirSync(folder)
        .sort()
        .map((name) => join(folder, name));
      const scenarios = loadAll(files, topologies);
      const all = casesOf(scenarios, family);
      const cases = only ? onlyNamed(all, wordsOf(only)) : all;
      process.exitCode = await launch({ name: "repro", cases, topologies, ...rest });
    });
}
