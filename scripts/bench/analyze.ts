// How fast captures are read: this project's analyser beside programs that people use for it, and beside a bare loop, on
// one generated capture, taking turns.
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { positive } from "../../src/cli/numbers.js";
import { best, measure, type Run } from "./analyze/measure.js";
import { type Subject, subjectsOf } from "./analyze/subjects.js";
import { BENCH_CAPTURE, writeCapture } from "./generate-capture.js";

const { times, packets, connections } = new Command("analyze")
  .option("--times <n>", "runs of each program; the fastest counts", positive, 3)
  .option("--packets <n>", "size of the capture", positive, BENCH_CAPTURE.packets)
  .option("--connections <n>", "connections in it", positive, BENCH_CAPTURE.connections)
  .parse()
  .opts();

const folder = mkdtempSync(join(tmpdir(), "anycast-shift-bench-"));
try {
  await compare();
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(): Promise<void> {
  const capture = join(folder, "bench.pcap");
  await writeCapture(createWriteStream(capture), { ...BENCH_CAPTURE, packets, connections });
  const { subjects, missing } = await subjectsOf(capture, folder);
  const runs = new Map<Subject, Run[]>(subjects.map((subject) => [subject, []]));
  const failures: string[] = [];
  for (let round = 0; round < times; round++) {
    for (const [subject, list] of runs) {
      try {
        list.push(await measure(subject.argv, join(folder, "time")));
      } catch (error) {
        // What the others took is worth telling all the same.
        failures.push(`${subject.name}, round ${round + 1}: ${(error as Error).message}`);
      }
    }
  }
  const results = [...runs]
    .filter(([, list]) => list.length > 0)
    .map(([subject, list]) => ({ subject, run: best(list) }));
  if (results[0]?.subject !== subjects[0]) throw new Error(failures.join("\n"));
  process.stdout.write(table(results));
  for (const failure of failures) process.stdout.write(`not measured: ${failure}\n`);
  for (const name of missing) process.stdout.write(`not installed, not measured: ${name}\n`);
}

function table(results: readonly { subject: Subject; run: Run }[]): string {
  const own = results[0]?.run;
  const lines = results.map(({ subject: { name, gives }, run }) => {
    const rate = Math.round(packets / run.wall).toLocaleString("en-US");
    const times = (part: "wall" | "cpu") => (run[part] / (own?.[part] ?? Number.NaN)).toFixed(2);
    return `| ${name} | ${run.wall.toFixed(2)} | ${run.cpu.toFixed(2)} | ${rate} | ${Math.round(run.mib)} | ${times("wall")} | ${times("cpu")} | ${gives} |`;
  });
  return [
    `${packets.toLocaleString("en-US")} packets, ${connections.toLocaleString("en-US")} connections; the fastest of ${times} runs, taken in turns`,
    "",
    "| program | wall s | CPU s | packets/s | max MiB | wall, library = 1 | CPU, library = 1 | what one gets |",
    "|---|---|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}
