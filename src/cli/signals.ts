import { endWithoutOutput } from "./exit.js";

/** An abort signal that follows Ctrl-C and other wishes to end while it is in use. */
export interface SignalAbort extends Disposable {
  signal: AbortSignal;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns SIGINT, SIGTERM and SIGHUP, and the end of who reads the output (`… | head`), into an abort, so that a run stops
 * its captures and removes its labs in order. A second one changes nothing: the removal is under way and is bounded by
 * deadlines.
 */
export function abortOnSignals(): SignalAbort {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const outputs = [process.stdout, process.stderr];
  for (const signal of SIGNALS) process.on(signal, abort);
  process.stdout.off("error", endWithoutOutput);
  // Each write without a reader fails anew: the listener stays, as without one the next would end the process.
  for (const output of outputs) output.on("error", abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, abort);
    },
  };
}
