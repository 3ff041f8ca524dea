import { connectDocker, wholeInTime } from "./client.js";

const DEFAULT_SOCKET = "/var/run/docker.sock";
const ANSWER_TIMEOUT_MS = 2_000;

/** Version of the Docker daemon that answers on this socket; undefined when none does. */
export async function dockerVersion(socket: string): Promise<string | undefined> {
  const docker = await connectDocker(socket, ANSWER_TIMEOUT_MS);
  try {
    return (await wholeInTime(docker.version(), ANSWER_TIMEOUT_MS)).Version;
  } catch {
    return undefined;
  }
}

/** Sockets on which the host's daemon may answer: the one of DOCKER_HOST, and the usual one. */
export function hostSockets(): string[] {
  // Only a local daemon makes containers that this kernel runs.
  const named = /^unix:\/\/(\/.+)$/.exec(process.env.DOCKER_HOST ?? "")?.[1];
  return named === undefined ? [DEFAULT_SOCKET] : [named, DEFAULT_SOCKET];
}
