import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { messageOf, ShiftError } from "../core/index.js";
import { nodeImage } from "../driver/index.js";
import { labFolder } from "../routers/index.js";
import { kernelFeatures } from "../run/index.js";
import { CLAB_FILE, type Lab, type LoadedScenario, loadScenario } from "../topology/index.js";
import { reportErrors } from "./exit.js";
import { options } from "./options.js";
import { planScreen } from "./plan-screen.js";

/** `plan`: the files of a scenario's lab, written without running anything. */
export function planCommand() {
  return new Command("plan")
    .description("write the files of a scenario's lab and print its expected paths; nothing is run")
    .argument("<scenario>", "scenario file")
    .option("--out <folder>", "where the files go (default: <results>/<scenario>/plan)")
    .addOption(options.results())
    .addOption(options.topologies())
    .action((file, { out, results, topologies }) => {
      const loaded = loadScenario(file, topologies);
      if (Array.isArray(loaded)) {
        process.exitCode = reportErrors(loaded);
        return;
      }
      const folder = out ?? join(results, loaded.scenario.name, "plan");
      const files = planFiles(loaded);
      writePlan(folder, files, loaded.lab);
      process.stdout.write(planScreen(loaded, folder, [...files.keys()]));
    });
}

function planFiles({ scenario, lab }: LoadedScenario): Map<string, string> {
  return labFolder(lab, {
    name: `shift-plan-${scenario.name}`,
    image: nodeImage(),
    // Not the label of runs: `clean` looks for that one.
    labels: { "anycast-shift.plan": scenario.name },
    features: kernelFeatures(),
  });
}

function writePlan(folder: string, files: Map<string, string>, lab: Lab): void {
  if (
    existsSync(folder) &&
    readdirSync(folder).length > 0 &&
    !existsSync(join(folder, CLAB_FILE))
  ) {
    throw new ShiftError({
      code: "E_USAGE",
      message: `${folder} has other files in it`,
      hint: "choose an empty folder, or one of an earlier plan",
    });
  }
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // The boot scripts write there, so that the lab can be deployed by hand as it is.
    for (const { name } of lab.nodes) mkdirSync(join(folder, name, "log"), { recursive: true });
  } catch (cause) {
    const message = `cannot write ${folder}: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_FILE", message, cause });
  }
}
