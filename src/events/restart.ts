import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";
import { reloadServer, serverWorkers } from "./web-server.js";

/** Restarts the server process of a device: its workers are killed, or asked to finish what they do. */
export async function restartServer(
  context: EventContext,
  device: string,
  how: "kill" | "reload",
): Promise<void> {
  const shell = context.running.node(device);
  await carryOut(context, { event: "restart", target: device }, async () => {
    if (how === "reload") await reloadServer(shell, context.signal);
    // nginx starts a new worker for each that ends; the listening sockets are its master's, and stay.
    else await shell.exec(["kill", "-KILL", ...(await serverWorkers(shell))]);
  });
}
