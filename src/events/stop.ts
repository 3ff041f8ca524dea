import { ShiftError } from "../core/index.js";
import { NGINX_COMMAND } from "../topology/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";
import { isServing, stopServer } from "./web-server.js";

/**
 * Ends the web server of a device until the end of the case. Its kernel closes what was open and refuses what comes new;
 * BGP goes on to announce the device.
 * @throws ShiftError E_EVENT where it has been stopped before
 */
export async function stopDevice(context: EventContext, device: string): Promise<void> {
  const shell = context.running.node(device);
  if (!(await isServing(shell))) {
    throw new ShiftError({
      code: "E_EVENT",
      message: `the web server of ${device} has stopped already`,
      hint: "stop another device, or leave the step out",
    });
  }
  context.scope.defer(
    `web server of ${device}`,
    async () => void (await shell.exec(NGINX_COMMAND)),
  );
  await carryOut(context, { event: "stop", target: device }, () =>
    stopServer(shell, context.signal),
  );
}
