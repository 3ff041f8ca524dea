import { Scope, ShiftError } from "../core/index.js";
import { type Audit, compareAudits, registerRun, takeAudit } from "../driver/index.js";

const PASSING_MS = 3000;

/** What can be told of leftovers after its labs are gone. */
interface Amendable {
  amend(error: ShiftError): void;
}

/**
 * Registers a run, and compares the host before and after it; a difference is an error of the run.
 * @param body given the run's id, and a scope that ends before the comparison
 */
export async function inCleanHost<T extends Amendable>(
  body: (runId: string, scope: Scope) => Promise<T>,
): Promise<T> {
  const before = await takeAudit();
  const scope = new Scope();
  const { id } = registerRun(scope);
  let finished: T;
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

// What another run is just making looks like a leftover for a moment, such as a link that containerlab has not yet moved
// into its node; only what stays is one.
async function leftovers(before: Audit, runId: string): Promise<string[]> {
  const end = performance.now() + PASSING_MS;
  for (;;) {
    const left = compareAudits(before, await takeAudit(), runId);
    if (left.length === 0 || performance.now() >= end) return left;
  }
}
