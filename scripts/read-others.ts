// Reads every capture below some folders, as a user would whose captures this project did not make, and holds what must be
// true of any of them: nothing throws, each packet is accounted for, each record satisfies the schema.
// The paths of those with TCP in them go to standard output, for compare-tshark.ts; what was found to standard error.
// Usage: node --import ./scripts/ts-node.mjs scripts/read-others.ts FOLDER…
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command } from "@commander-js/extra-typings";
import { type Analysis, analyzeFiles, SummaryCollector } from "../src/analysis/index.js";
import { connectionRecordSchema } from "../src/analysis/schemas.js";
import { ShiftError } from "../src/core/index.js";

const [folders] = new Command("read-others")
  .addArgument(new Argument("<folders...>", "searched with all that is below them"))
  .parse().processedArgs;

const sum = { captures: 0, packets: 0 };
const summary = new SummaryCollector();

for (const path of folders.flatMap(filesBelow)) {
  const analysis = await analysisOf(path);
  if (analysis !== undefined) hold(path, analysis);
}
const { connections, outcomes, grades } = summary.counts();
process.stderr.write(
  `${sum.captures} captures, ${sum.packets} packets, ${connections} connections\n` +
    `outcomes: ${listed(outcomes)}\nshifted: ${listed(grades)}\n`,
);

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Undefined for what is no capture. */
async function analysisOf(path: string): Promise<Analysis | undefined> {
  try {
    return await analyzeFiles([path]);
  } catch (thrown) {
    if (thrown instanceof ShiftError) return undefined;
    throw new Error(`${path} breaks the analyser`, { cause: thrown });
  }
}

function hold(path: string, { connections, totals, faults }: Analysis): void {
  const { packets, tcp, fragments, tooBig, skipped } = totals;
  const leftOut = Object.values(skipped).reduce((all, count) => all + count, 0);
  if (tcp + fragments + tooBig + leftOut !== packets) {
    throw new Error(`${path}: ${packets} packets are not what was counted one by one`);
  }
  sum.captures++;
  sum.packets += packets;
  for (const { record } of connections) {
    connectionRecordSchema.parse(record);
    summary.add(record);
  }
  for (const { offset, message } of faults) {
    process.stderr.write(`${path}: at byte ${offset}: ${message}\n`);
  }
  if (tcp > 0) process.stdout.write(`${path}\n`);
}
