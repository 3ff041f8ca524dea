#!/usr/bin/env node
import { Command, CommanderError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { EXIT, endWithoutOutput, reportErrors } from "./exit.js";
import { requireFolder } from "./working-folder.js";

/** Each is loaded when it is asked for: all of them take half a second. */
const COMMANDS: Record<string, () => Promise<CommandUnknownOpts>> = {
  repro: async () => (await import("./repro.js")).reproCommand(),
  run: async () => (await import("./run.js")).runCommand(),
  validate: async () => (await import("./validate.js")).validateCommand(),
  matrix: async () => (await import("./matrix.js")).matrixCommand(),
  causes: async () => (await import("./catalogue.js")).causesCommand(),
  mitigations: async () => (await import("./catalogue.js")).mitigationsCommand(),
  analyze: async () => (await import("./analyze.js")).analyzeCommand(),
  judge: async () => (await import("./judge.js")).judgeCommand(),
  report: async () => (await import("./report.js")).reportCommand(),
  plan: async () => (await import("./plan.js")).planCommand(),
  doctor: async () => (await import("./doctor.js")).doctorCommand(),
  up: async () => (await import("./up.js")).upCommand(),
  hold: async () => (await import("./up.js")).holdCommand(),
  exec: async () => (await import("./held.js")).execCommand(),
  event: async () => (await import("./event.js")).eventCommand(),
  capture: async () => (await import("./held.js")).captureCommand(),
  status: async () => (await import("./held.js")).statusCommand(),
  down: async () => (await import("./held.js")).downCommand(),
  clean: async () => (await import("./clean.js")).cleanCommand(),
  schema: async () => (await import("./schema.js")).schemaCommand(),
  version: async () => (await import("./version.js")).versionCommand(),
};
const VERSION_FLAGS = ["-V", "--version"];

const program = new Command("anycast-shift")
  .description(
    "Reproduces TCP connections that break when an anycast address moves, and judges them by their packets.",
  )
  .option(VERSION_FLAGS.join(", "), "print the version")
  // Without it a command that has sub-commands would be given their options before its own are told from theirs.
  .enablePositionalOptions();
const [first, ...others] = process.argv.slice(2);
const name = first !== undefined && VERSION_FLAGS.includes(first) ? "version" : first;
const isKnown = name !== undefined && Object.hasOwn(COMMANDS, name);
for (const [command, load] of Object.entries(COMMANDS)) {
  // `hold` is what `up` leaves running, and nothing for people.
  const hidden = command === "hold";
  if (!isKnown || command === name) program.addCommand(await load(), { hidden });
}
// Sub-commands inherit neither: without exitOverride a usage error would end with 1, which means a failed case here.
for (const command of [program, ...program.commands])
  for (const one of [command, ...command.commands])
    one.exitOverride().configureOutput({ outputError: writeUsageError });

process.stdout.on("error", endWithoutOutput);
// What cannot be told is not told: without a listener it would end the program with 1, which means a failed case.
process.stderr.on("error", () => undefined);
// Such as of a program that could not be started: here, too, Node itself would end with 1.
process.on("uncaughtException", (thrown) => process.exit(reportErrors([thrown])));
try {
  requireFolder();
  const [asked] = others;
  // Commander would show the help of everything, and not say why.
  if (name === "help" && asked !== undefined && !Object.hasOwn(COMMANDS, asked))
    program.error(`error: unknown command '${asked}'`);
  await program.parseAsync(name === undefined ? [] : [name, ...others], { from: "user" });
} catch (thrown) {
  if (thrown instanceof CommanderError)
    process.exitCode = thrown.exitCode === 0 ? EXIT.pass : EXIT.input;
  else process.exitCode = reportErrors([thrown]);
}

// As all other errors are told.
function writeUsageError(text: string, write: (text: string) => void): void {
  write(text.replace(/^error:/, "E_USAGE:"));
}
