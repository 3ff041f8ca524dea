import { inTime } from "../core/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";
import { nothingCloses, reloadServer, serverWorkers } from "./web-server.js";

/**
 * Lets a device's web server end what it serves. Returns when the old workers are gone and their clients have answered
 * the FINs, or the time is up.
 */
export async function drainDevice(
  context: EventContext,
  device: string,
  withinMs: number,
): Promise<void> {
  const shell = context.running.node(device);
  const over = async (old: readonly string[]) => {
    const drained = async () => {
      const left = await serverWorkers(shell);
      return !old.some((pid) => left.includes(pid)) && (await nothingCloses(shell));
    };
    await inTime(`${device} to be drained`, drained, {
      deadlineMs: withinMs,
      everyMs: 20,
      signal: context.signal,
    });
    return [];
  };
  const act = () => reloadServer(shell, context.signal);
  await carryOut(context, { event: "drain", target: device }, act, { over });
}
