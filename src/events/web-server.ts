import { HTTP_PORT } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { NGINX_COMMAND, NGINX_PID_FILE } from "../topology/index.js";

/**
 * Asks a device's web server to replace its workers: new ones accept, and the old ones close idle connections with FIN and
 * end themselves when those in use have ended (nginx, "Controlling nginx"). This only sends the master a signal: what
 * comes right after it still meets the old workers.
 * @returns the process ids of the old workers
 */
export async function reloadServer(shell: NodeShell): Promise<string[]> {
  const old = await serverWorkers(shell);
  await shell.exec([...NGINX_COMMAND, "-s", "reload"]);
  return old;
}

/** Process ids of the workers of a device's web server, as the device knows them. */
export async function serverWorkers(shell: NodeShell): Promise<string[]> {
  const master = (await shell.exec(["cat", NGINX_PID_FILE])).trim();
  const children = await shell.exec(["cat", `/proc/${master}/task/${master}/children`]);
  return children.trim().split(/\s+/);
}

/** Whether no connection of the web server waits for the client's FIN, or for the ACK of the device's own. */
export async function nothingCloses(shell: NodeShell): Promise<boolean> {
  const states = ["fin-wait-1", "fin-wait-2", "closing"].flatMap((state) => ["state", state]);
  const ss = ["ss", "--tcp", "--numeric", "--no-header", ...states, `sport = :${HTTP_PORT}`];
  return (await shell.exec(ss)) === "";
}

/** Whether workers that are being replaced have closed their idle connections, and the clients have answered. */
export async function haveClosedIdle(
  shell: NodeShell,
  workers: readonly string[],
): Promise<boolean> {
  const leaving = await Promise.all(workers.map((pid) => isLeaving(shell, pid)));
  return leaving.every(Boolean) && (await nothingCloses(shell));
}

// A worker says in its title that it leaves and closes its idle connections before it sleeps again
// (nginx, src/os/unix/ngx_process_cycle.c, ngx_worker_process_cycle).
async function isLeaving(shell: NodeShell, pid: string): Promise<boolean> {
  const { stdout, exitCode } = await shell.try([
    "cat",
    `/proc/${pid}/cmdline`,
    `/proc/${pid}/stat`,
  ]);
  const gone = exitCode !== 0;
  return gone || (stdout.includes("shutting down") && /\) S /.test(stdout));
}
