import { printable } from "./printable.js";

/** Where input caused an error: a file and, when known, a 1-based line and column. */
export interface SourcePlace {
  file: string;
  line?: number;
  col?: number;
}

/** Every stable error code with what it means; docs/errors.md has one line for each, and a test holds the two together. */
export const ERROR_CODES = {
  E_SCENARIO_SYNTAX: "A scenario or topology file is not valid YAML.",
  E_SCENARIO_SCHEMA:
    "A key or value of a scenario or topology file is not what the schema asks for.",
  E_SCENARIO_REF:
    "A scenario names a node, link, traffic or topology that does not exist, or does not fit there.",
  E_USAGE: "The command line is wrong, or asks for what its files do not allow.",
  E_FILE: "A file cannot be read or written.",
  E_CAPTURE_FORMAT: "A file is not a packet capture that can be read.",
  E_PRIVILEGE: "The command needs root.",
  E_TOOL_MISSING: "A program that the lab needs is not installed.",
  E_DOCKER: "The Docker daemon cannot be reached or refused a request.",
  E_IMAGE: "The node image is missing.",
  E_DEPLOY: "The lab could not be brought up.",
  E_NODE_BOOT: "A node came up but could not be configured.",
  E_NODE_DIED: "A node or one of its daemons ended during the run.",
  E_FRR_CONFIG: "FRR runs another configuration than the one that was meant.",
  E_CONVERGE: "The routers did not agree on the expected paths in time.",
  E_CAPTURE: "A capture could not be started or stopped cleanly.",
  E_TRAFFIC: "A traffic program could not be started or its output not be read.",
  E_JUDGE: "The process that judges a case ended before its verdict, or did not answer in time.",
  E_UNFINISHED: "A run has not ended, or was killed before it did.",
  E_EVENT: "An event could not be carried out or was not seen in the FIB in time.",
  E_COMMAND: "A command inside a node failed.",
  E_TIMEOUT: "A condition was not met before its deadline.",
  E_CLEANUP:
    "Something that this run made could not be removed, or nobody can tell whether it was.",
  E_KERNEL_FEATURE: "The kernel lacks a feature that was asked for.",
  E_DISK:
    "The run folder or standard output cannot be written, for example because the disk is full.",
  E_RESOURCES: "The host gives this program no more memory, processes or open files.",
  E_INTERRUPTED: "The run was interrupted by a signal.",
  E_BUG: "A fault in anycast-shift itself.",
} as const;

/** A stable error code, for scripts to match on. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What a ShiftError is made of. */
export interface ShiftErrorInit {
  code: ErrorCode;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  hint?: string;
  place?: SourcePlace;
  cause?: unknown;
}

/** The one error class: a stable code, what is wrong, what to do, and where. */
export class ShiftError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly place: SourcePlace | undefined;

  constructor(init: ShiftErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = "ShiftError";
    this.code = init.code;
    this.hint = init.hint;
    this.place = init.place;
  }
}

/** `file:line:col`, leaving out what is unknown. */
export function formatPlace(place: SourcePlace): string {
  return [place.file, place.line, place.col].filter((part) => part !== undefined).join(":");
}

/** One error as people read it: place, code, message, and the hint on a line of its own. */
export function formatError(error: ShiftError): string {
  const where = error.place ? `${printable(formatPlace(error.place))}: ` : "";
  const hint = error.hint ? `\n  hint: ${error.hint}` : "";
  const lines = `${where}${error.code}: ${error.message}${hint}`.split("\n");
  return lines.map(printable).join("\n");
}

/** The message of anything that was thrown; where it stands for several errors, each one's. */
export function messageOf(thrown: unknown): string {
  return errorsOf(thrown)
    .map((error) => (error instanceof Error ? error.message : String(error)))
    .join("; ");
}

/**
 * The errors that something thrown stands for, in the order in which they came: of an AggregateError those that it holds.
 * `using` throws a SuppressedError when a block fails and then what undoes it fails too: it says nothing itself, and holds
 * both.
 */
export function errorsOf(thrown: unknown): unknown[] {
  if (thrown instanceof AggregateError) return thrown.errors.flatMap(errorsOf);
  return isSuppressed(thrown)
    ? [...errorsOf(thrown.suppressed), ...errorsOf(thrown.error)]
    : [thrown];
}

// By its name: Node 20 has no such class, and compiled code brings its own.
function isSuppressed(thrown: unknown): thrown is SuppressedError {
  return thrown instanceof Error && thrown.name === "SuppressedError" && "suppressed" in thrown;
}

/** An error as it is reported: any that is neither ours nor the host's is a bug of ours, told with its stack. */
export function shiftErrorOf(error: unknown): ShiftError {
  if (error instanceof ShiftError) return error;
  const fault = hostFaultOf(error);
  if (fault) return new ShiftError({ ...fault, message: messageOf(error), cause: error });
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ShiftError({ code: "E_BUG", message });
}

type HostFault = Required<Pick<ShiftErrorInit, "code" | "hint">>;

const FULL_DISK: HostFault = { code: "E_DISK", hint: "make room on the disk" };
const READ_ONLY: HostFault = {
  code: "E_DISK",
  hint: "the results folder and /run/anycast-shift have to be writable",
};
const NO_MEMORY: HostFault = { code: "E_RESOURCES", hint: "free memory, or raise `ulimit -v`" };
const NO_FILES: HostFault = { code: "E_RESOURCES", hint: "raise `ulimit -n`" };
const NO_PROCESSES: HostFault = { code: "E_RESOURCES", hint: "raise `ulimit -u`" };

// errno(3): what is no program's fault, whatever it was doing.
const HOST_FAULTS = new Map<string | undefined, HostFault>([
  ["ENOSPC", FULL_DISK],
  ["EDQUOT", FULL_DISK],
  ["EROFS", READ_ONLY],
  ["ENOMEM", NO_MEMORY],
  ["EMFILE", NO_FILES],
  ["ENFILE", NO_FILES],
  ["EAGAIN", NO_PROCESSES],
]);

function hostFaultOf(error: unknown): HostFault | undefined {
  if (!(error instanceof Error)) return undefined;
  // V8 has no code for it.
  if (/^WebAssembly\.Memory.*could not allocate memory/.test(error.message)) return NO_MEMORY;
  return HOST_FAULTS.get((error as NodeJS.ErrnoException).code);
}

/** What was thrown as faults of a case: one for each error, with its code where it has one. */
export function faultsOf(thrown: unknown): string[] {
  return errorsOf(thrown).map((error) =>
    error instanceof ShiftError ? `${error.code}: ${error.message}` : messageOf(error),
  );
}
