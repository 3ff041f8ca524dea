#!/usr/bin/env node
import { Command, CommanderError } from "@commander-js/extra-typings";
import { EXIT, reportErrors } from "./exit.js";
import { reproCommand } from "./repro.js";
import { runCommand } from "./run.js";

const program = new Command("anycast-shift")
  .description(
    "Reproduces TCP connections that break when an anycast address moves, and judges them by their packets.",
  )
  .exitOverride()
  .addCommand(reproCommand())
  .addCommand(runCommand());
// Sub-commands inherit no exitOverride: without it a usage error would end with 1, which means a failed case here.
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError)
    process.exitCode = thrown.exitCode === 0 ? EXIT.pass : EXIT.input;
  else process.exitCode = reportErrors([thrown]);
}
