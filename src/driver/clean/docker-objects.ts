import { existsSync } from "node:fs";
import { connectDocker, RUN_LABEL } from "../containerlab/docker.js";
import { hostSockets } from "../docker/ping.js";
import { privateDaemonPlaces } from "../docker/private-daemon.js";

/** A daemon may take connections and never answer; every command that looks for leftovers would wait for it. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A container or network, as far as its owner matters. */
export interface DockerObject {
  id: string;
  name: string;
  runId: string | undefined;
  /** Path of the daemon's socket. */
  socket: string;
}

/** Sockets of every local Docker daemon that a run may have used and that is there. */
export function dockerSockets(): string[] {
  const sockets = [...hostSockets(), privateDaemonPlaces().socket];
  return [...new Set(sockets.filter((path) => existsSync(path)))];
}

/** Containers, running or not, of one daemon; none when nobody answers on its socket in time. */
export async function listContainers(socket: string): Promise<DockerObject[]> {
  const docker = await connectDocker(socket, ANSWER_TIMEOUT_MS);
  const found = await docker.listContainers({ all: true }).catch(() => []);
  return found.map(({ Id, Names, Labels }) => ({
    id: Id,
    name: (Names[0] ?? Id).replace(/^\//, ""),
    runId: Labels[RUN_LABEL],
    socket,
  }));
}

/** Networks of one daemon; none when nobody answers on its socket in time. */
export async function listNetworks(socket: string): Promise<DockerObject[]> {
  const docker = await connectDocker(socket, ANSWER_TIMEOUT_MS);
  const found = await docker.listNetworks().catch(() => []);
  return found.map(({ Id, Name, Labels }) => ({
    id: Id,
    name: Name,
    runId: Labels?.[RUN_LABEL],
    socket,
  }));
}
