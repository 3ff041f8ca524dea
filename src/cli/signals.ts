/** An abort signal that follows Ctrl-C and SIGTERM while it is in use. */
export interface SignalAbort extends Disposable {
  signal: AbortSignal;
}

/**
 * Turns SIGINT and SIGTERM into an abort, so that a run stops its captures and removes its labs in order.
 * A second signal changes nothing: the removal is under way and is bounded by deadlines.
 */
export function abortOnSignals(): SignalAbort {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.on("SIGINT", abort);
  process.on("SIGTERM", abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      process.off("SIGINT", abort);
      process.off("SIGTERM", abort);
    },
  };
}
