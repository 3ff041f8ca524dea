import { existsSync } from "node:fs";
import { connectDocker, RUN_LABEL } from "../containerlab/docker.js";
import { privateDaemonPlaces } from "../docker/private-daemon.js";

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
  const named = /^unix:\/\/(\/.+)$/.exec(process.env.DOCKER_HOST ?? "")?.[1];
  const sockets = [named, "/var/run/docker.sock", privateDaemonPlaces().socket];
  return [...new Set(sockets.filter((path) => path !== undefined && existsSync(path)))] as string[];
}

/** Containers, running or not, of one daemon; none when nobody answers on its socket. */
export async function listContainers(socket: string): Promise<DockerObject[]> {
  const docker = await connectDocker(socket);
  const found = await docker.listContainers({ all: true }).catch(() => []);
  return found.map(({ Id, Names, Labels }) => ({
    id: Id,
    name: (Names[0] ?? Id).replace(/^\//, ""),
    runId: Labels[RUN_LABEL],
    socket,
  }));
}

/** Networks of one daemon; none when nobody answers on its socket. */
export async function listNetworks(socket: string): Promise<DockerObject[]> {
  const docker = await connectDocker(socket);
  const found = await docker.listNetworks().catch(() => []);
  return found.map(({ Id, Name, Labels }) => ({
    id: Id,
    name: Name,
    runId: Labels?.[RUN_LABEL],
    socket,
  }));
}

/** Removes a container with its anonymous volumes, running or not. @throws Error when the daemon refuses. */
export async function removeContainer({ socket, id }: DockerObject): Promise<void> {
  const docker = await connectDocker(socket);
  try {
    await docker.getContainer(id).remove({ force: true, v: true });
  } catch (thrown) {
    // Not Found: it went by itself meanwhile.
    if ((thrown as { statusCode?: number }).statusCode !== 404) throw thrown;
  }
}
