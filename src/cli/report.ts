import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { REPORT_FILES, writeReports } from "../report/index.js";
import { readRun } from "./read-run.js";

/** `report`: writes the reports of a run folder anew from its run.json. */
export function reportCommand() {
  return new Command("report")
    .description(
      "write report.html, report.md and junit.xml of a run folder anew, from its run.json",
    )
    .argument("<folder>", "run folder, for example results/latest")
    .action(async (folder) => {
      await writeReports(readRun(folder), folder);
      process.stdout.write(REPORT_FILES.map((name) => `${join(folder, name)}\n`).join(""));
    });
}
