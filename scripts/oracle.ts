// How often the oracle was right, from run.json files: docs/matrix.md has the command.
import { readFileSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import type { RunDocument } from "../src/verdict/index.js";

const files = new Command("oracle").argument("<run.json...>").parse().processedArgs[0];
const asked = files
  .flatMap((file) => (JSON.parse(readFileSync(file, "utf8")) as RunDocument).cases)
  .flatMap(({ oracle }) => oracle ?? []);

for (const when of ["before", "after"] as const) {
  const agreed = asked.reduce((sum, oracle) => sum + oracle[when].agreed, 0);
  const total = asked.reduce((sum, oracle) => sum + oracle[when].total, 0);
  process.stdout.write(
    `${when}: ${agreed} of ${total} connections (${((100 * agreed) / total).toFixed(3)} %) in ${asked.length} cases\n`,
  );
}
