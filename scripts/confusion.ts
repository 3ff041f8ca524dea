// The confusion table of the shift grades, from run.json files: what the captures of all points prove of a connection,
// beside what its origin's capture alone says. docs/confusion.md has the command.
import { readFileSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import { GRADES } from "../src/analysis/kinds.js";
import type { ConnectionResult, RunDocument } from "../src/verdict/index.js";

const files = new Command("confusion").argument("<run.json...>").parse().processedArgs[0];
const cases = files.flatMap(
  (file) => (JSON.parse(readFileSync(file, "utf8")) as RunDocument).cases,
);

// Proven by the captures at the devices, not by the grade: another device than the first one reset it.
function isShifted({ reset, devices }: ConnectionResult): boolean {
  return reset?.by === "server" && reset.device !== undefined && reset.device !== devices[0];
}

function row(what: string, connections: readonly ConnectionResult[]): string {
  const counts = GRADES.map(
    (grade) => connections.filter(({ shifted }) => shifted === grade).length,
  );
  return `| ${[what, connections.length, ...counts].join(" | ")} |`;
}

const all = cases.flatMap(({ connections }) => connections);
const table = [
  `| case | connections | ${GRADES.join(" | ")} |`,
  `|---|${"---:|".repeat(1 + GRADES.length)}`,
  ...[true, false].flatMap((shifted) => [
    ...cases.flatMap(({ name, family, connections }) => {
      const these = connections.filter((one) => isShifted(one) === shifted);
      const what = `${name}, IPv${family}: ${shifted ? "shifted" : "not shifted"}`;
      return these.length > 0 ? [row(what, these)] : [];
    }),
    row(
      `**all that ${shifted ? "shifted" : "did not shift"}**`,
      all.filter((one) => isShifted(one) === shifted),
    ),
  ]),
];
process.stdout.write(`${table.join("\n")}\n`);
