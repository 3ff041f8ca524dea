// How long the article's lab takes to come up, converge and go: this project's drivers beside munet and Mininet building
// the same links and daemons, and beside containerlab's bare commands, all by the same clock, taking turns.
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { positive } from "../../src/cli/numbers.js";
import { messageOf, Scope } from "../../src/core/index.js";
import { takeAudit } from "../../src/driver/audit/audit.js";
import { leftoversSince } from "../../src/driver/audit/leftovers.js";
import { newRunId } from "../../src/driver/clean/run-id.js";
import { NODE_DIR } from "../../src/topology/index.js";
import { availableSubjects } from "./deploy/available.js";
import { writeLab } from "./deploy/lab-files.js";
import { type Measured, measure, type Subject } from "./deploy/subject.js";

const PHASES = ["deploy", "converged", "destroy"] as const;

const { times, topology } = new Command("deploy")
  .option("--times <n>", "labs for each subject", positive, 5)
  .option("--topology <file>", "what is brought up", "topologies/article.yaml")
  .parse()
  .opts();

const before = await takeAudit();
await compare();
const changed = await leftoversSince(before, newRunId());
for (const difference of changed)
  process.stdout.write(`the host is not as it was: ${difference}\n`);
process.exitCode = changed.length === 0 ? 0 : 1;

async function compare(): Promise<void> {
  await using scope = new Scope();
  // munet and Mininet share the host's file tree, and mount a node's folder over this one.
  if (!existsSync(NODE_DIR)) {
    scope.defer(NODE_DIR, () => rmdirSync(NODE_DIR));
    mkdirSync(NODE_DIR);
  }
  const { subjects, missing } = await availableSubjects(scope);
  const results = new Map<Subject, Measured[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < times; round++) {
    for (const [subject, measured] of results) {
      try {
        measured.push(await once(subject));
      } catch (thrown) {
        // A tool that fails once under load is still measured by its other labs.
        const reason = messageOf(thrown).trim().split("\n").at(-1);
        process.stdout.write(`${subject.name} failed in round ${round + 1}: ${reason}\n`);
      }
    }
  }
  print(results);
  for (const reason of missing) process.stdout.write(`not measured: ${reason}\n`);
}

async function once(subject: Subject): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-bench-"));
  try {
    return await measure(subject, writeLab(topology, newRunId(), folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One line for each subject: its medians, and how many times those of the first one they are. */
function print(results: ReadonlyMap<Subject, Measured[]>): void {
  const width = Math.max(...[...results.keys()].map(({ name }) => name.length));
  const line = (name: string, cells: string[]) => {
    const columns = cells.map((cell) => cell.padStart(18)).join("");
    process.stdout.write(`${name.padEnd(width)}  ${columns}\n`);
  };
  line(`median of ${times}`, [...PHASES]);
  const [reference = []] = results.values();
  for (const [{ name }, measured] of results) {
    if (measured.length === 0) {
      line(name, ["failed each time"]);
      continue;
    }
    const cells = PHASES.map((phase) => {
      const value = median(measured.map((one) => one[phase]));
      const ratio = value / median(reference.map((one) => one[phase]));
      return `${Math.round(value)} ms (×${ratio.toFixed(1)})`;
    });
    line(name, cells);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [below, above] = sorted.slice(middle - 1 + (sorted.length % 2), middle + 1);
  return ((below ?? Number.NaN) + (above ?? below ?? Number.NaN)) / 2;
}
