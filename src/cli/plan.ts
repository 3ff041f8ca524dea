import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { messageOf, ShiftError } from "../core/index.js";
import { makeFolder } from "../disk/index.js";
import { containerlabPath, nodeImage } from "../driver/index.js";
import { withMitigation } from "../matrix/index.js";
import { labFolder } from "../routers/index.js";
import { kernelFeatures } from "../run/index.js";
import { CLAB_FILE, type LoadedScenario, loadScenario } from "../topology/index.js";
import { casesOf } from "./cases.js";
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
    .action(async (file, { out, results, topologies }) => {
      const loaded = loadScenario(file, topologies);
      if (Array.isArray(loaded)) {
        process.exitCode = reportErrors(loaded);
        return;
      }
      const folder = normalize(out ?? join(results, loaded.scenario.name, "plan"));
      // With its mitigation a scenario may be a fault, or have another lab.
      const folders = { cells: join(results, "cells"), topologies };
      const [first] = casesOf([loaded]).map((planned) => withMitigation(planned, folders));
      process.stdout.write(writePlan(first ?? loaded, folder, await containerlabPath()));
    });
}

/**
 * Writes the files of a scenario's lab and returns what there is to say about them.
 * @param containerlab path of one that works on this host, if there is any
 * @throws ShiftError E_USAGE when the folder holds something else, E_FILE when it cannot be written.
 */
export function writePlan(
  loaded: LoadedScenario,
  folder: string,
  containerlab: string | undefined,
): string {
  const files = planFiles(loaded);
  checkFolder(folder);
  try {
    for (const [path, text] of files) {
      makeFolder(dirname(join(folder, path)));
      writeFileSync(join(folder, path), text);
    }
    // The boot scripts write there, so that the lab can be deployed by hand as it is.
    for (const { name } of loaded.lab.nodes) {
      makeFolder(join(folder, name, "log"));
    }
  } catch (cause) {
    const message = `cannot write ${folder}: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_FILE", message, cause });
  }
  return planScreen(loaded, { folder, files: [...files.keys()], containerlab });
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

// Files of an earlier plan are written over; anything else may be worth keeping.
function checkFolder(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, CLAB_FILE))) return;
  if (!statSync(folder).isDirectory() || readdirSync(folder).length > 0) {
    throw new ShiftError({
      code: "E_USAGE",
      message: `${folder} has other files in it, or is one`,
      hint: "choose an empty folder, or one of an earlier plan",
    });
  }
}
