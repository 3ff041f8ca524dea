import { Scope, ShiftError } from "../core/index.js";
import { leftoversSince, registerRun, takeAudit } from "../driver/index.js";

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
  const left = await leftoversSince(before, id);
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
