import { until } from "../core/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";
import { haveClosedIdle, reloadServer, workersAtWork } from "./web-server.js";

const RELOAD_DEADLINE_MS = 8000;

/**
 * Restarts the server process of a device: its workers are killed, or asked to finish what they do. Returns when those
 * that were asked have closed their idle connections. @throws ShiftError E_TIMEOUT when they do not.
 */
export async function restartServer(
  context: EventContext,
  device: string,
  how: "kill" | "reload",
): Promise<void> {
  const shell = context.running.node(device);
  const what = { event: "restart", target: device, how };
  if (how === "kill") {
    // nginx starts a new worker for each that ends; the listening sockets are its master's, and stay.
    const kill = async () =>
      shell.exec(["kill", "-KILL", ...(await workersAtWork(shell, context.signal))]);
    await carryOut(context, what, kill);
    return;
  }
  const over = async (old: readonly string[]) => {
    await until(
      `the web server of ${device} to close its idle connections`,
      () => haveClosedIdle(shell, old),
      { deadlineMs: RELOAD_DEADLINE_MS, everyMs: 10, signal: context.signal },
    );
    return [];
  };
  await carryOut(context, what, () => reloadServer(shell, context.signal), { over });
}
