import { existsSync } from "node:fs";
import type Docker from "dockerode";
import { RUN_LABEL } from "../containerlab/containers.js";
import { answerTo, connectDocker } from "../docker/client.js";
import { hostSockets } from "../docker/ping.js";
import { privateDaemonPlaces } from "../docker/private-daemon.js";

/** A daemon may take connections and never answer; every command that looks for leftovers would wait for it. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A container or network, as far as its owner matters. */
export interface DockerObject {
  id: string;
  name: string;
  runId: string | undefined;
}

/** Sockets of every local Docker daemon that a run may have used and that is there. */
export function dockerSockets(): string[] {
  const sockets = [...hostSockets(), privateDaemonPlaces().socket];
  return [...new Set(sockets.filter((path) => existsSync(path)))];
}

/** Containers, running or not, of one daemon; none where nobody listens on its socket. @throws ShiftError E_DOCKER. */
export async function listContainers(socket: string): Promise<DockerObject[]> {
  const found = await list(socket, "containers", (docker) => docker.listContainers({ all: true }));
  return found.map(({ Id, Names, Labels }) => ({
    id: Id,
    name: (Names[0] ?? Id).replace(/^\//, ""),
    runId: Labels[RUN_LABEL],
  }));
}

/** Networks of one daemon; none where nobody listens on its socket. @throws ShiftError E_DOCKER. */
export async function listNetworks(socket: string): Promise<DockerObject[]> {
  const found = await list(socket, "networks", (docker) => docker.listNetworks());
  return found.map(({ Id, Name, Labels }) => ({
    id: Id,
    name: Name,
    runId: Labels?.[RUN_LABEL],
  }));
}

async function list<T>(
  socket: string,
  what: string,
  ask: (docker: Docker) => Promise<T[]>,
): Promise<T[]> {
  const docker = await connectDocker(socket, ANSWER_TIMEOUT_MS);
  const answer = ask(docker).catch((thrown: NodeJS.ErrnoException) => {
    // The socket of a daemon that has ended; one that is silent may have what is looked for.
    if (thrown.code === "ENOENT" || thrown.code === "ECONNREFUSED") return [];
    throw thrown;
  });
  return answerTo(`at ${socket} for its ${what}`, answer, ANSWER_TIMEOUT_MS);
}
