import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { writeReports } from "../report/index.js";
import { runDocumentSchema } from "../verdict/index.js";
import { readDocument } from "./read-document.js";

/** `report`: writes the reports of a run folder anew from its run.json. */
export function reportCommand() {
  return new Command("report")
    .description(
      "write report.html, report.md and junit.xml of a run folder anew, from its run.json",
    )
    .argument("<folder>", "run folder, for example results/latest")
    .action(async (folder) => {
      const document = readDocument(join(folder, "run.json"), runDocumentSchema, "run document");
      await writeReports(document, folder);
      process.stdout.write(`${join(folder, "report.html")}\n`);
    });
}
