import { relative } from "node:path";
import { messageOf, Scope, ShiftError } from "../core/index.js";
import {
  type Audit,
  chooseDriver,
  compareAudits,
  type DriverName,
  nodeImage,
  registerRun,
  takeAudit,
} from "../driver/index.js";
import { createReporter, multiplex, type ReporterName } from "../report/index.js";
import { conduct, type FinishedRun, type PlannedCase } from "../run/index.js";
import { exitCodeOfRun } from "./exit.js";
import { abortOnSignals } from "./signals.js";

/** What `repro` and `run` have in common. */
export interface LaunchOptions {
  name: string;
  cases: PlannedCase[];
  driver: DriverName;
  results: string;
  workers: number;
  json: boolean;
  /** What is printed below the table. */
  footer?: (finished: FinishedRun) => string;
}

/** Runs cases from the choice of the driver to the last report; returns the exit code. */
export async function launch(options: LaunchOptions): Promise<number> {
  // Nothing that ran is nothing that failed: it must not end as a pass.
  if (options.cases.length === 0) {
    throw new ShiftError({
      code: "E_USAGE",
      message: "no case is left to run",
      hint: "leave --family out, or name scenarios that have this family",
    });
  }
  using signals = abortOnSignals();
  const names: ReporterName[] = [options.json ? "json" : "terminal", "html", "markdown", "junit"];
  const reporters = multiplex(
    names.map((name) => createReporter(name, process.stdout)),
    ({ name, thrown }) => process.stderr.write(`the ${name} report failed: ${messageOf(thrown)}\n`),
  );
  const finished = await inCleanHost(async (runId, scope) => {
    const { driver, why } = await chooseDriver(options.driver, scope);
    reporters.onProgress({ kind: "note", text: `driver ${driver.name}: ${why}` });
    return conduct({
      name: options.name,
      command: ["anycast-shift", ...process.argv.slice(2)].join(" "),
      results: options.results,
      runId,
      driver,
      image: nodeImage(),
      cases: options.cases,
      workers: options.workers,
      listener: reporters.onProgress,
      signal: signals.signal,
    });
  });
  await reporters.onEnd(finished.document, finished.folder);
  if (!options.json) {
    process.stdout.write((options.footer?.(finished) ?? "") + waysBack(options.cases, finished));
  }
  return exitCodeOfRun(finished.document);
}

// How to look at the labs of what did not pass.
function waysBack(cases: readonly PlannedCase[], { document }: FinishedRun): string {
  const files = cases
    .filter(({ scenario, family }) =>
      document.cases.some(
        (one) => one.name === scenario.name && one.family === family && one.verdict !== "pass",
      ),
    )
    .map(({ file }) => relative(process.cwd(), file));
  const commands = [...new Set(files)].map((file) => `  anycast-shift up ${file}\n`);
  return commands.length > 0 ? `to bring a lab back and look around:\n${commands.join("")}` : "";
}

// Registers the run, and compares the host before and after it; a difference is an error of the run.
async function inCleanHost(
  body: (runId: string, scope: Scope) => Promise<FinishedRun>,
): Promise<FinishedRun> {
  const before = await takeAudit();
  const scope = new Scope();
  const { id } = registerRun(scope);
  let finished: FinishedRun;
  try {
    finished = await body(id, scope);
  } finally {
    await scope[Symbol.asyncDispose]();
  }
  const left = await leftovers(before, id);
  if (left.length > 0) {
    finished.amend(
      new ShiftError({
        code: "E_CLEANUP",
        message: left.join("; "),
        hint: "`anycast-shift clean` removes leftovers",
      }),
    );
  }
  return finished;
}

const PASSING_MS = 3000;

// What another run is just making looks like a leftover for a moment, such as a link that containerlab has not yet moved
// into its node; only what stays is one.
async function leftovers(before: Audit, runId: string): Promise<string[]> {
  const end = performance.now() + PASSING_MS;
  for (;;) {
    const left = compareAudits(before, await takeAudit(), runId);
    if (left.length === 0 || performance.now() >= end) return left;
  }
}
