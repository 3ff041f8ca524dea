// Runs one case again and again, each time in a fresh lab, and counts what came out: `make flakes`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { execa } from "execa";
import { positive } from "../src/cli/numbers.js";
import { driverOption } from "./driver-option.js";
import { outcomeOf } from "./flakes/outcome.js";

// No case takes half as long.
const DEADLINE_MS = 600_000;

const options = new Command("flakes")
  .addOption(driverOption())
  .option("--times <n>", "runs", positive, 100)
  .option("--at-once <n>", "runs at the same time", positive, 1)
  .option("--case <name>", "case of repro", "shift")
  .parse()
  .opts();

const results = await mkdtemp(join(tmpdir(), "anycast-shift-flakes-"));
const seen = new Map<string, number>();
let started = 0;

try {
  await Promise.all(Array.from({ length: options.atOnce }, work));
} finally {
  await rm(results, { recursive: true, force: true });
}
for (const [what, times] of seen) process.stdout.write(`${times} × ${what}\n`);
process.exitCode = seen.size === 1 && [...seen.keys()][0]?.startsWith("exit 0") ? 0 : 1;

async function work(): Promise<void> {
  while (started < options.times) {
    const what = await once(started++);
    seen.set(what, (seen.get(what) ?? 0) + 1);
  }
}

async function once(number: number): Promise<string> {
  const folder = join(results, String(number));
  const args = ["repro", "--only", options.case, "--family", "4", "--driver", options.driver];
  const ended = await execa(
    "node",
    ["dist/bin/anycast-shift.js", ...args, "--workers", "1", "--json", "--results", folder],
    { reject: false, stdout: "ignore", timeout: DEADLINE_MS, forceKillAfterDelay: 30_000 },
  );
  return outcomeOf(ended, join(folder, "latest", "run.json"));
}
