import { setMaxListeners } from "node:events";
import { endWithoutOutput, outputError } from "./exit.js";

/** An abort signal that follows Ctrl-C and other wishes to end while it is in use. */
export interface SignalAbort extends Disposable {
  signal: AbortSignal;
  /** @throws ShiftError E_DISK when standard output could not be written meanwhile, for another reason than its reader. */
  [Symbol.dispose](): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns SIGINT, SIGTERM and SIGHUP, and the end of who reads the output (`… | head`), into an abort, so that a run stops
 * its captures and removes its labs in order. A second one changes nothing: the removal is under way and is bounded by
 * deadlines.
 */
export function abortOnSignals(): SignalAbort {
  const controller = new AbortController();
  // Every capture of a lab waits with it at once; Node would tell of a leak.
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort();
  let isInUse = true;
  let failure: NodeJS.ErrnoException | undefined;
  const outputFailed = (cause: NodeJS.ErrnoException) => {
    abort();
    if (cause.code === "EPIPE") return;
    // The last words of a run fail only when it is over.
    if (!isInUse) endWithoutOutput(cause);
    failure ??= cause;
  };
  for (const signal of SIGNALS) process.on(signal, abort);
  process.stdout.off("error", endWithoutOutput);
  // Each write without a reader fails anew: the listeners stay, as without one the next would end the process.
  process.stdout.on("error", outputFailed);
  process.stderr.on("error", abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      isInUse = false;
      for (const signal of SIGNALS) process.off(signal, abort);
      if (failure) throw outputError(failure);
    },
  };
}
