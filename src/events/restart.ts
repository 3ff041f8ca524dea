import { NODE_DIR } from "../topology/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

/** Restarts the server process of a device: its workers are killed, or asked to finish what they do. */
export async function restartServer(
  context: EventContext,
  device: string,
  how: "kill" | "reload",
): Promise<void> {
  const shell = context.running.node(device);
  await carryOut(context, { event: "restart", target: device }, async () => {
    if (how === "reload")
      return shell.exec(["nginx", "-c", `${NODE_DIR}/nginx.conf`, "-s", "reload"]);
    // nginx starts a new worker for each that ends; the listening sockets are its master's, and stay.
    const workers = (await shell.exec(["pgrep", "--full", "nginx: worker process"])).trim();
    return shell.exec(["kill", "-KILL", ...workers.split("\n")]);
  });
}
