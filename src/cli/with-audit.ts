import { Scope, ShiftError, shiftErrorOf } from "../core/index.js";
import { leftoversSince, registerRun, requireRoot, takeAudit } from "../driver/index.js";

/** What can be told of leftovers after its labs are gone. */
interface Amendable {
  amend(error: ShiftError): void;
}

/**
 * Registers a run, and compares the host before and after it; a difference is an error of the run.
 * @param body given the run's id, and a scope that ends before the comparison
 */
export async function withAudit<T extends Amendable>(
  body: (runId: string, scope: Scope) => Promise<T>,
): Promise<T> {
  requireRoot();
  const before = await takeAudit();
  const { finished, id } = await asRun(body);
  try {
    const left = await leftoversSince(before, id);
    if (left.length > 0) finished.amend(leftBehind(left));
  } catch (thrown) {
    // What was measured is kept, though nobody knows whether anything was left behind.
    finished.amend(shiftErrorOf(thrown));
  }
  return finished;
}

function leftBehind(left: readonly string[]): ShiftError {
  return new ShiftError({
    code: "E_CLEANUP",
    message: left.join("; "),
    hint: "`anycast-shift clean` removes leftovers",
  });
}

async function asRun<T extends Amendable>(
  body: (runId: string, scope: Scope) => Promise<T>,
): Promise<{ finished: T; id: string }> {
  await using scope = new Scope();
  const { id } = registerRun(scope);
  const finished = await body(id, scope);
  try {
    await scope[Symbol.asyncDispose]();
  } catch (thrown) {
    // What was measured is kept, though not all could be undone.
    finished.amend(shiftErrorOf(thrown));
  }
  return { finished, id };
}
