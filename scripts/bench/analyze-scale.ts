// How the analyser's time and memory grow with the capture: writes docs/analyzer-scale.svg and prints the figures.
// Usage: node --import ./scripts/ts-node.mjs scripts/bench/analyze-scale.ts [--most 100000000]
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { positive } from "../../src/cli/numbers.js";
import { measure, type Run } from "./analyze/measure.js";
import { scaleChart } from "./analyze/scale-chart.js";
import { subjectsOf } from "./analyze/subjects.js";
import { BENCH_CAPTURE, writeCapture } from "./generate-capture.js";

const LEAST = 100_000;
const PACKETS_PER_CONNECTION = 10;

const { most } = new Command("analyze-scale")
  .option("--most <n>", "packets of the largest capture", positive, 10_000_000)
  .parse()
  .opts();

const folder = mkdtempSync(join(tmpdir(), "anycast-shift-scale-"));
try {
  process.stdout.write(
    "| packets | wall s | CPU s | packets per CPU s | max MiB |\n|---|---|---|---|---|\n",
  );
  const points: { packets: number; run: Run }[] = [];
  for (let packets = LEAST; packets <= most; packets *= 10) {
    const run = await measureSize(packets);
    points.push({ packets, run });
    const rate = Math.round(packets / run.cpu).toLocaleString("en-US");
    process.stdout.write(
      `| ${packets.toLocaleString("en-US")} | ${run.wall.toFixed(2)} | ${run.cpu.toFixed(2)} | ${rate} | ${Math.round(run.mib)} |\n`,
    );
  }
  const svg = await scaleChart(points.map(({ packets, run }) => ({ packets, seconds: run.cpu })));
  writeFileSync(new URL("../../docs/analyzer-scale.svg", import.meta.url), svg);
} finally {
  rmSync(folder, { recursive: true });
}

async function measureSize(packets: number): Promise<Run> {
  const capture = join(folder, "scale.pcap");
  const connections = packets / PACKETS_PER_CONNECTION;
  await writeCapture(createWriteStream(capture), { ...BENCH_CAPTURE, packets, connections });
  const { subjects } = await subjectsOf(capture, folder);
  const library = subjects[0];
  if (library === undefined) throw new Error("there is no library to measure");
  const run = await measure(library.argv, join(folder, "time"));
  rmSync(capture);
  return run;
}
