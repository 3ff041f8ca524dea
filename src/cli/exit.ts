import { type ErrorCode, errorsOf, formatError, ShiftError, shiftErrorOf } from "../core/index.js";
import type { RunDocument } from "../verdict/index.js";

/** Exit codes: 0 pass, 1 fail, 2 bad input or usage, 3 environment, 4 inconclusive, 70 a bug, 130 interrupted. */
export const EXIT = {
  pass: 0,
  fail: 1,
  input: 2,
  environment: 3,
  inconclusive: 4,
  bug: 70,
  interrupted: 130,
} as const;

const INPUT_CODES: ReadonlySet<ErrorCode> = new Set([
  "E_SCENARIO_SYNTAX",
  "E_SCENARIO_SCHEMA",
  "E_SCENARIO_REF",
  "E_USAGE",
  "E_FILE",
  "E_CAPTURE_FORMAT",
]);

/** The exit code for an error. */
export function exitCodeOf(thrown: unknown): number {
  return codeOf(shiftErrorOf(thrown).code);
}

function codeOf(code: ErrorCode): number {
  if (INPUT_CODES.has(code)) return EXIT.input;
  if (code === "E_BUG") return EXIT.bug;
  return code === "E_INTERRUPTED" ? EXIT.interrupted : EXIT.environment;
}

/** The exit code for a run: a failed case is told before a fault of the environment, and that before a missing answer. */
export function exitCodeOfRun({ verdict, errors }: RunDocument): number {
  return exitCodeOfErrors(errors, EXIT[verdict]);
}

/** The exit code of a document with these errors that would otherwise end with that code. */
export function exitCodeOfErrors(errors: readonly { code: string }[], otherwise: number): number {
  const codes = errors.map(({ code }) => codeOf(code as ErrorCode));
  if (codes.includes(EXIT.interrupted)) return EXIT.interrupted;
  return otherwise === EXIT.fail ? EXIT.fail : (codes[0] ?? otherwise);
}

/** Prints every error to standard error and returns the exit code of the first. */
export function reportErrors(all: readonly unknown[]): number {
  const errors = all.flatMap(errorsOf);
  for (const error of errors) process.stderr.write(`${formatError(shiftErrorOf(error))}\n`);
  return exitCodeOf(errors[0]);
}

/**
 * Ends a command whose output cannot be written: without a word where nobody reads on (`… | head`), else with an error.
 * A listener for standard output's errors.
 */
export function endWithoutOutput(cause: NodeJS.ErrnoException): void {
  if (cause.code === "EPIPE") process.exit(EXIT.pass);
  process.exit(reportErrors([outputError(cause)]));
}

/** What is told of a standard output that somebody reads and that cannot be written. */
export function outputError(cause: NodeJS.ErrnoException): ShiftError {
  const message = `cannot write to standard output: ${cause.message}`;
  return new ShiftError({ code: "E_DISK", message, cause });
}
