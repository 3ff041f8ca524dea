import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { projectPath } from "../core/index.js";
import { canRunLabs, examineHost, type HostReport } from "../driver/index.js";
import { loadScenario } from "../topology/index.js";
import type { DoctorReport, ScenarioReport } from "./doctor-report.js";
import { doctorScreen } from "./doctor-screen.js";
import { EXIT } from "./exit.js";
import { missingAmong } from "./host-lacks.js";
import { needsOf } from "./scenario-needs.js";

/** `doctor`: what this host can do and what is missing, each found out by trying. */
export function doctorCommand() {
  return new Command("doctor")
    .description("try what this host can do for labs, and say what is missing and how to mend it")
    .option("--json", "print the result as JSON")
    .action(async ({ json }) => {
      const report = diagnose(await examineHost());
      if (!report.ready) process.exitCode = EXIT.environment;
      process.stdout.write(
        json ? `${JSON.stringify(report, null, 2)}\n` : doctorScreen(report, process.stdout),
      );
    });
}

function diagnose(host: HostReport): DoctorReport {
  const folder = projectPath("scenarios");
  const scenarios = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => scenarioReport(join(folder, file), host))
    .map((report) => ({ ...report, file: relative(folder, report.file) }));
  const ready = canRunLabs(host) && scenarios.some(({ runs }) => runs);
  return { ...host, scenarios, ready };
}

function scenarioReport(file: string, host: HostReport): ScenarioReport {
  const loaded = loadScenario(file, projectPath("topologies"));
  if (Array.isArray(loaded))
    return { file, runs: false, because: loaded[0]?.message ?? "it has errors" };
  if (!canRunLabs(host)) return { file, runs: false, because: "no driver can be used" };
  const missing = missingAmong(host.probes, needsOf(loaded.scenario));
  return {
    file,
    runs: missing.length === 0,
    because: missing.map(({ title }) => `needs ${title}`).join("; "),
  };
}
