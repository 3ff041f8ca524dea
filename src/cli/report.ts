import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { messageOf, ShiftError } from "../core/index.js";
import { writeReports } from "../report/index.js";
import { runDocumentSchema } from "../verdict/index.js";

/** `report`: writes the reports of a run folder anew from its run.json. */
export function reportCommand() {
  return new Command("report")
    .description(
      "write report.html, report.md and junit.xml of a run folder anew, from its run.json",
    )
    .argument("<folder>", "run folder, for example results/latest")
    .action(async (folder) => {
      const file = join(folder, "run.json");
      let raw: unknown;
      try {
        raw = JSON.parse(readFileSync(file, "utf8"));
      } catch (thrown) {
        throw new ShiftError({
          code: "E_FILE",
          message: `cannot read ${file}: ${messageOf(thrown)}`,
          cause: thrown,
        });
      }
      const parsed = runDocumentSchema.safeParse(raw);
      if (!parsed.success) {
        throw new ShiftError({
          code: "E_FILE",
          message: `${file} is no run document of this version: ${parsed.error.issues[0]?.message}`,
        });
      }
      await writeReports(parsed.data, folder);
      process.stdout.write(`${join(folder, "report.html")}\n`);
    });
}
