import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { RunDocument } from "../../src/verdict/index.js";

/** The built program. */
export const MAIN = join(import.meta.dirname, "../../dist/bin/anycast-shift.js");

/** A run of the program as a user starts it. */
export interface CliRun {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  /** The run document, when one was written. */
  document: RunDocument | undefined;
  /** Its results folder. */
  results: string;
}

/**
 * Runs the built program with a results folder of its own, which `body` may look into. It is removed when `body` is
 * content: what a failed test captured is the only witness of why.
 */
export async function withResults<T>(body: (results: string) => Promise<T>): Promise<T> {
  const results = await mkdtemp(join(tmpdir(), "anycast-shift-test-"));
  try {
    const value = await body(results);
    await rm(results, { recursive: true, force: true });
    return value;
  } catch (error) {
    if (error instanceof Error) error.message += `\nIts results are kept in ${results}`;
    throw error;
  }
}

/** What is done to a run when its output matches. */
export interface Interruption {
  at: RegExp;
  /**
   * A signal goes to the whole process group, as a terminal's does. `reader`: nobody reads its output any more, as behind
   * `| head`.
   */
  by: "SIGINT" | "SIGHUP" | "SIGKILL" | "reader";
}

/** With what it then may take to remove its labs, less than a lab test has: no run goes on under the next test. */
const RUN_DEADLINE_MS = 240_000;
const REMOVAL_MS = 30_000;

/**
 * Runs the program to its end.
 * @throws Error with all that it said when it has not ended in time, or has ended before it could be interrupted
 */
export async function shift(
  args: string[],
  results: string,
  interruption?: Interruption,
  deadlineMs = RUN_DEADLINE_MS,
): Promise<CliRun> {
  const child = execa("node", [MAIN, ...args, "--results", results], {
    reject: false,
    stdin: "ignore",
    detached: interruption !== undefined,
    cleanup: true,
    timeout: deadlineMs,
    forceKillAfterDelay: REMOVAL_MS,
  });
  let isDue = interruption !== undefined;
  if (interruption) {
    const { at, by } = interruption;
    let said = "";
    const look = (chunk: Buffer) => {
      said += chunk.toString();
      if (!at.test(said)) return;
      isDue = false;
      child.stdout.off("data", look);
      if (by === "reader") child.stdout.destroy();
      else process.kill(-(child.pid as number), by);
    };
    child.stdout.on("data", look);
  }
  const { exitCode, stdout, stderr, timedOut } = await child;
  if (timedOut) throw new Error(`it had not ended after ${deadlineMs} ms:\n${stdout}${stderr}`);
  if (isDue) throw new Error(`it never said ${interruption?.at}:\n${stdout}${stderr}`);
  return { exitCode, stdout, stderr, document: documentIn(results), results };
}

/** Judges the newest run of a results folder again. */
export async function judgeAgain(results: string): Promise<CliRun> {
  const { exitCode, stdout, stderr } = await execa(
    "node",
    [MAIN, "judge", join(results, "latest")],
    { reject: false, timeout: RUN_DEADLINE_MS },
  );
  return { exitCode, stdout, stderr, document: documentIn(results), results };
}

function documentIn(results: string): RunDocument | undefined {
  try {
    return JSON.parse(readFileSync(join(results, "latest", "run.json"), "utf8")) as RunDocument;
  } catch {
    return undefined;
  }
}
