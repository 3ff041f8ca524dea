/**
 * Sends a signal to a process that may have ended meanwhile; the caller knows that the number is still its own.
 * @param pid a negative one is that of a process group, kill(2)
 */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ESRCH") throw thrown;
  }
}
