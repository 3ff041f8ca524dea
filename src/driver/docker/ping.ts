const ANSWER_TIMEOUT_MS = 2_000;

/** Version of the Docker daemon that answers on this socket; undefined when none does. */
export async function dockerVersion(socket: string): Promise<string | undefined> {
  const { default: Docker } = await import("dockerode");
  const docker = new Docker({ socketPath: socket, timeout: ANSWER_TIMEOUT_MS });
  try {
    await docker.ping();
    return (await docker.version()).Version;
  } catch {
    return undefined;
  }
}
