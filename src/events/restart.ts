import { inTime, until } from "../core/index.js";
import type { EventContext } from "./context.js";
import { isAnnounced } from "./paths.js";
import { carryOut } from "./seen.js";
import { areLeaving, nothingCloses, reloadServer, workersAtWork } from "./web-server.js";

const RELOAD_DEADLINE_MS = 8000;

/**
 * Restarts the server process of a device: its workers are killed, or asked to finish what they do. Returns when those
 * that were asked have closed their idle connections, and the clients have answered as far as their answers come here.
 * @throws ShiftError E_TIMEOUT when they do not close them.
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
  const wait = { deadlineMs: RELOAD_DEADLINE_MS, everyMs: 10, signal: context.signal };
  const over = async (old: readonly string[]) => {
    const idle = `the web server of ${device} to close its idle connections`;
    await until(idle, () => areLeaving(shell, old), wait);
    // What answers the FINs of a device that has withdrawn goes to others.
    if (isAnnounced(device, context.recorded()))
      await inTime(`the clients of ${device} to close theirs`, () => nothingCloses(shell), wait);
    return [];
  };
  await carryOut(context, what, () => reloadServer(shell, context.signal), { over });
}
