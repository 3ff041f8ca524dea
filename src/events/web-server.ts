import { HTTP_PORT, until } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { NGINX_COMMAND, NGINX_PID_FILE } from "../topology/index.js";

const WORKERS_DEADLINE_MS = 5000;
const STOP_DEADLINE_MS = 5000;

/**
 * Asks a device's web server to replace its workers: new ones accept, and the old ones close idle connections with FIN and
 * end themselves when those in use have ended (nginx, "Controlling nginx"). This only sends the master a signal: what
 * comes right after it still meets the old workers.
 * @returns the process ids of the old workers
 */
export async function reloadServer(shell: NodeShell, signal?: AbortSignal): Promise<string[]> {
  const old = await workersAtWork(shell, signal);
  await shell.exec([...NGINX_COMMAND, "-s", "reload"]);
  return old;
}

/**
 * Process ids of the workers of a device's web server; waits for one where they are just being replaced.
 * @throws ShiftError E_TIMEOUT or E_INTERRUPTED
 */
export function workersAtWork(shell: NodeShell, signal?: AbortSignal): Promise<string[]> {
  const some = async () => {
    const workers = await serverWorkers(shell);
    return workers.length > 0 && workers;
  };
  const what = `a worker of the web server of ${shell.name}`;
  return until(what, some, { deadlineMs: WORKERS_DEADLINE_MS, everyMs: 10, signal });
}

/**
 * Ends a device's web server at once, whatever it serves, and waits until nothing listens any more.
 * @throws ShiftError E_COMMAND where none runs, E_TIMEOUT or E_INTERRUPTED
 */
export async function stopServer(shell: NodeShell, signal?: AbortSignal): Promise<void> {
  await shell.exec([...NGINX_COMMAND, "-s", "stop"]);
  await until(`the web server of ${shell.name} to stop`, async () => !(await isServing(shell)), {
    deadlineMs: STOP_DEADLINE_MS,
    everyMs: 10,
    signal,
  });
}

/** Whether a device takes new connections. */
export function isServing(shell: NodeShell): Promise<boolean> {
  return hasSockets(shell, "listening");
}

/** Process ids of the workers of a device's web server, as the device knows them; none where they are just being replaced. */
export async function serverWorkers(shell: NodeShell): Promise<string[]> {
  const master = (await shell.exec(["cat", NGINX_PID_FILE])).trim();
  const children = await shell.exec(["cat", `/proc/${master}/task/${master}/children`]);
  return children.match(/\d+/g) ?? [];
}

/** Whether no connection of the web server waits for the client's FIN, or for the ACK of the device's own. */
export async function nothingCloses(shell: NodeShell): Promise<boolean> {
  return !(await hasSockets(shell, "fin-wait-1", "fin-wait-2", "closing"));
}

// Whether any socket of the web server's port is in one of these states (ss(8)).
async function hasSockets(shell: NodeShell, ...states: readonly string[]): Promise<boolean> {
  const inStates = states.flatMap((state) => ["state", state]);
  const ss = ["ss", "--tcp", "--numeric", "--no-header", ...inStates, `sport = :${HTTP_PORT}`];
  return (await shell.exec(ss)) !== "";
}

/** Whether workers that are being replaced have closed their idle connections. */
export async function areLeaving(shell: NodeShell, workers: readonly string[]): Promise<boolean> {
  const leaving = await Promise.all(workers.map((pid) => isLeaving(shell, pid)));
  return leaving.every(Boolean);
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
