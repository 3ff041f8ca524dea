#!/usr/bin/env node
import { Command, CommanderError } from "@commander-js/extra-typings";
import { analyzeCommand } from "./analyze.js";
import { causesCommand, mitigationsCommand } from "./catalogue.js";
import { cleanCommand } from "./clean.js";
import { doctorCommand } from "./doctor.js";
import { eventCommand } from "./event.js";
import { EXIT, reportErrors } from "./exit.js";
import { captureCommand, downCommand, execCommand, statusCommand } from "./held.js";
import { matrixCommand } from "./matrix.js";
import { planCommand } from "./plan.js";
import { reportCommand } from "./report.js";
import { reproCommand } from "./repro.js";
import { runCommand } from "./run.js";
import { schemaCommand } from "./schema.js";
import { holdCommand, upCommand } from "./up.js";
import { validateCommand } from "./validate.js";

const program = new Command("anycast-shift")
  .description(
    "Reproduces TCP connections that break when an anycast address moves, and judges them by their packets.",
  )
  .exitOverride()
  .addCommand(reproCommand())
  .addCommand(runCommand())
  .addCommand(validateCommand())
  .addCommand(matrixCommand())
  .addCommand(causesCommand())
  .addCommand(mitigationsCommand())
  .addCommand(analyzeCommand())
  .addCommand(reportCommand())
  .addCommand(planCommand())
  .addCommand(doctorCommand())
  .addCommand(upCommand())
  .addCommand(execCommand())
  .addCommand(eventCommand())
  .addCommand(captureCommand())
  .addCommand(statusCommand())
  .addCommand(downCommand())
  .addCommand(cleanCommand())
  .addCommand(schemaCommand())
  .addCommand(holdCommand(), { hidden: true });
// Sub-commands inherit no exitOverride: without it a usage error would end with 1, which means a failed case here.
for (const command of program.commands)
  for (const one of [command, ...command.commands]) one.exitOverride();

try {
  await program.parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError)
    process.exitCode = thrown.exitCode === 0 ? EXIT.pass : EXIT.input;
  else process.exitCode = reportErrors([thrown]);
}
