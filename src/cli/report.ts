import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { REPORT_FILES, writeReports } from "../report/index.js";
import { readDocument, runDocumentSchema } from "../verdict/index.js";

/** `report`: writes the reports of a run folder anew from its run.json. */
export function reportCommand() {
  return new Command("report")
    .description(
      "write report.html, report.md and junit.xml of a run folder anew, from its run.json",
    )
    .argument("<folder>", "run folder, for example results/latest")
    .action(async (folder) => {
      const file = join(folder, "run.json");
      if (!existsSync(file) && existsSync(join(folder, "matrix.json"))) throw noRunOfItsOwn(folder);
      const document = readDocument(file, runDocumentSchema, "run document");
      await writeReports(document, folder);
      process.stdout.write(REPORT_FILES.map((name) => `${join(folder, name)}\n`).join(""));
    });
}

// A matrix whose cells were all known ran nothing.
function noRunOfItsOwn(folder: string): ShiftError {
  return new ShiftError({
    code: "E_USAGE",
    message: `${folder} has a matrix that ran no cell, and so no run to report`,
    hint: `open ${join(folder, "matrix.html")}: its last table links the captures of every cell`,
  });
}
