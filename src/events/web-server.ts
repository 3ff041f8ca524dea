import type { NodeShell } from "../driver/index.js";
import { NGINX_COMMAND, NGINX_PID_FILE } from "../topology/index.js";

/** Replaces the workers of a device's web server; the old ones end when they have served what they serve. */
export function reloadServer(shell: NodeShell): Promise<string> {
  return shell.exec([...NGINX_COMMAND, "-s", "reload"]);
}

/** Process ids of the workers of a device's web server, as the device knows them. */
export async function serverWorkers(shell: NodeShell): Promise<string[]> {
  const master = (await shell.exec(["cat", NGINX_PID_FILE])).trim();
  const children = await shell.exec(["cat", `/proc/${master}/task/${master}/children`]);
  return children.trim().split(/\s+/);
}
