import { relative } from "node:path";
import { messageOf, projectPath, ShiftError, shellWord } from "../core/index.js";
import { chooseDriver, type DriverName, nodeImage } from "../driver/index.js";
import {
  crashError,
  createReporter,
  FILE_REPORTER_NAMES,
  multiplex,
  type ReporterCrash,
  type ReporterName,
  writeReports,
} from "../report/index.js";
import { conduct, type FinishedRun, type PlannedCase, type RunOptions } from "../run/index.js";
import { commandLine } from "./command-line.js";
import { exitCodeOfRun } from "./exit.js";
import { withLacks } from "./host-lacks.js";
import { abortOnSignals } from "./signals.js";
import { tellFolder } from "./tell-folder.js";
import { withAudit } from "./with-audit.js";

/** What `repro` and `run` have in common. */
export interface LaunchOptions {
  name: string;
  cases: PlannedCase[];
  driver: DriverName;
  results: string;
  workers: number;
  json: boolean;
  /** Where the scenarios' topologies are. */
  topologies: string;
  /** What is printed below the table. */
  footer?: (finished: FinishedRun) => string;
  onResults?: RunOptions["onResults"];
}

/** Runs cases from the choice of the driver to the last report; returns the exit code. */
export async function launch(options: LaunchOptions): Promise<number> {
  const finished = await runCases(options, options.json ? "json" : "terminal");
  if (options.json) {
    tellFolder(finished.folder);
  } else {
    process.stdout.write((options.footer?.(finished) ?? "") + waysBack(options, finished));
  }
  return exitCodeOfRun(finished.document);
}

/**
 * Runs cases and writes the reports of the run folder.
 * @param printer what is printed meanwhile and at the end; nothing when left out
 */
export async function runCases(
  options: Omit<LaunchOptions, "json" | "footer" | "topologies">,
  printer?: "json" | "terminal",
): Promise<FinishedRun> {
  // Nothing that ran is nothing that failed: it must not end as a pass.
  if (options.cases.length === 0) {
    throw new ShiftError({
      code: "E_USAGE",
      message: "no case is left to run",
      hint: "leave --family out, or name scenarios that have this family",
    });
  }
  refuseSameNames(options.cases.map(({ id }) => id));
  using signals = abortOnSignals();
  const crashes: ReporterCrash[] = [];
  const printing = reportersOf(printer ? [printer] : [], crashes);
  const finished = await withAudit(async (runId, scope) => {
    const { driver, why } = await chooseDriver(
      options.driver,
      options.cases.map(({ lab }) => lab),
      scope,
    );
    printing.onProgress({ kind: "note", text: `driver ${driver.name}: ${why}` });
    // Containers bring programs of their own.
    const cases = driver.name === "netns" ? await withLacks(options.cases) : options.cases;
    return conduct({
      name: options.name,
      command: commandLine(),
      results: options.results,
      runId,
      driver,
      image: nodeImage(),
      cases,
      workers: options.workers,
      ...(options.onResults && { onResults: options.onResults }),
      listener: printing.onProgress,
      signal: signals.signal,
    });
  });
  await reportersOf(FILE_REPORTER_NAMES, crashes).onEnd(finished.document, finished.folder);
  // Who reads a report must not take one that is missing, or an older one, for this run's.
  if (crashes.length > 0) await amend(finished, crashes);
  const before = crashes.length;
  // Last, so that it says what run.json says.
  await printing.onEnd(finished.document, finished.folder);
  if (crashes.length > before) await amend(finished, crashes.slice(before));
  return finished;
}

/** @param crashes gets each that fails, which is told at once */
function reportersOf(
  names: readonly ReporterName[],
  crashes: ReporterCrash[],
): ReturnType<typeof multiplex> {
  return multiplex(
    names.map((name) => createReporter(name, process.stdout)),
    (crash) => {
      crashes.push(crash);
      process.stderr.write(`the ${crash.name} report failed: ${messageOf(crash.thrown)}\n`);
    },
  );
}

// The reports that could be written are written again: they must not say other than run.json.
async function amend(
  { amend, document, folder }: FinishedRun,
  crashes: readonly ReporterCrash[],
): Promise<void> {
  amend(crashError(crashes));
  const failed = new Set<string>(crashes.map(({ name }) => name));
  await writeReports(
    document,
    folder,
    FILE_REPORTER_NAMES.filter((name) => !failed.has(name)),
  );
}

// How to look at the labs of what did not pass.
function waysBack({ cases, driver, topologies }: LaunchOptions, { document }: FinishedRun): string {
  const wanted = [
    ...(driver === "auto" ? [] : [` --driver ${driver}`]),
    ...(topologies === projectPath("topologies") ? [] : [` --topologies ${shellWord(topologies)}`]),
  ].join("");
  const files = cases
    .filter(({ scenario, family }) =>
      document.cases.some(
        (one) => one.name === scenario.name && one.family === family && one.verdict !== "pass",
      ),
    )
    .map(({ file }) => relative(process.cwd(), file));
  const commands = [...new Set(files)].map(
    (file) => `  anycast-shift up ${shellWord(file)}${wanted}\n`,
  );
  return commands.length > 0 ? `to bring a lab back and look around:\n${commands.join("")}` : "";
}

// The captures of one would be taken for the other's: a scenario may be named as the control of another one is.
function refuseSameNames(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice === undefined) return;
  throw new ShiftError({
    code: "E_USAGE",
    message: `two cases of this run would be named ${twice}`,
    hint: "the control of NAME is NAME-control, and its run without a mitigation NAME-without: rename the scenario that is named so",
  });
}
