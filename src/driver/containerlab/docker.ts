import type Docker from "dockerode";
import { ShiftError } from "../../core/index.js";
import { identify, type ProcessIdentity } from "../docker/processes.js";

/** Label with the id of the run that a container belongs to. */
export const RUN_LABEL = "anycast-shift.run";

/**
 * Connects to the daemon behind a socket; dockerode is loaded only when it is needed.
 * @param timeoutMs a question fails that has no answer for so long; without it, it waits: images take minutes
 */
export async function connectDocker(socket: string, timeoutMs?: number): Promise<Docker> {
  const { default: DockerClient } = await import("dockerode");
  return new DockerClient({ socketPath: socket, ...(timeoutMs && { timeout: timeoutMs }) });
}

/** Node name to the container's first process as the host sees it. @throws ShiftError E_DEPLOY when one is not running. */
export async function firstProcesses(
  docker: Docker,
  clabName: string,
): Promise<Map<string, ProcessIdentity>> {
  const containers = await labContainers(docker, clabName);
  const entries = await Promise.all(
    containers.map(async ({ Id, Labels }) => {
      const node = Labels["clab-node-name"] as string;
      const { State } = await docker.getContainer(Id).inspect();
      const first = State.Running ? identify(State.Pid) : undefined;
      if (first === undefined) {
        throw new ShiftError({
          code: "E_DEPLOY",
          message: `container of ${node} is ${State.Status} (exit code ${State.ExitCode})`,
        });
      }
      return [node, first] as const;
    }),
  );
  return new Map(entries);
}

/** Every container of a lab, running or not. */
export async function labContainers(
  docker: Docker,
  clabName: string,
): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({ all: true, filters: { label: [`containerlab=${clabName}`] } });
}

/** Removes a container with its anonymous volumes, running or not. @throws Error when the daemon refuses. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await docker.getContainer(id).remove({ force: true, v: true });
  } catch (thrown) {
    // Not Found: it went by itself meanwhile.
    if ((thrown as { statusCode?: number }).statusCode !== 404) throw thrown;
  }
}
