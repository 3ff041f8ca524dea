import { isTimeout, until } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";
import { reloadServer, serverWorkers } from "./web-server.js";

/**
 * Lets a device's web server end what it serves: at a reload nginx's old workers close idle connections with FIN and
 * end themselves when those in use have ended, while new workers accept (nginx, "Controlling nginx"). Returns when the
 * old workers are gone and their clients have answered the FINs, or the time is up.
 */
export async function drainDevice(
  context: EventContext,
  device: string,
  withinMs: number,
): Promise<void> {
  const shell = context.running.node(device);
  const old = await serverWorkers(shell);
  await carryOut(context, { event: "drain", target: device }, async () => {
    await reloadServer(shell);
    const drained = async () => {
      const left = await serverWorkers(shell);
      return !old.some((pid) => left.includes(pid)) && (await closing(shell)) === "";
    };
    try {
      await until(`${device} to be drained`, drained, {
        deadlineMs: withinMs,
        everyMs: 20,
        signal: context.signal,
      });
    } catch (thrown) {
      if (!isTimeout(thrown)) throw thrown;
    }
  });
}

// Connections that wait for the client's FIN or for the ACK of the device's own.
function closing(shell: NodeShell): Promise<string> {
  const states = ["fin-wait-1", "fin-wait-2", "closing"].flatMap((state) => ["state", state]);
  return shell.exec(["ss", "--tcp", "--numeric", "--no-header", ...states, "sport = :80"]);
}
