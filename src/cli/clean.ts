import { Command } from "@commander-js/extra-typings";
import { printable } from "../core/index.js";
import { type Cleaned, cleanLeftovers } from "../driver/index.js";
import { EXIT } from "./exit.js";

/** `clean`: removes what runs left behind whose process is gone. */
export function cleanCommand() {
  return new Command("clean")
    .description("remove what runs left behind whose process is gone; live runs are left alone")
    .option("--json", "print the result as JSON")
    .action(async ({ json }) => {
      const cleaned = await cleanLeftovers();
      if (cleaned.failed.length > 0) process.exitCode = EXIT.environment;
      process.stdout.write(json ? `${JSON.stringify(cleaned, null, 2)}\n` : cleanText(cleaned));
    });
}

/** What was done, as people read it. */
export function cleanText({ removed, failed, alive }: Cleaned): string {
  const lines = [
    ...removed.map((what) => `removed ${what}`),
    ...failed.map((what) => `could not remove ${what}`),
    ...alive.map((id) => `left alone: run ${id}, which is still going on`),
  ];
  return `${lines.length > 0 ? lines.map(printable).join("\n") : "nothing was left behind"}\n`;
}
