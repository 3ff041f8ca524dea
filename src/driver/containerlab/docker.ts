import type Docker from "dockerode";
import { ShiftError } from "../../core/index.js";

/** Label with the id of the run that a container belongs to. */
export const RUN_LABEL = "anycast-shift.run";
/** Label with the process id of the run's owner, so that leftovers of a dead owner can be told. */
export const OWNER_LABEL = "anycast-shift.owner";

/** Connects to the daemon behind a socket; dockerode is loaded only when it is needed. */
export async function connectDocker(socket: string): Promise<Docker> {
  const { default: DockerClient } = await import("dockerode");
  return new DockerClient({ socketPath: socket });
}

/** Node name to the host's process id of the container's first process. @throws ShiftError E_DEPLOY when one is not running. */
export async function containerPids(
  docker: Docker,
  clabName: string,
): Promise<Map<string, number>> {
  const containers = await labContainers(docker, clabName);
  const entries = await Promise.all(
    containers.map(async ({ Id, Labels }) => {
      const node = Labels["clab-node-name"] as string;
      const { State } = await docker.getContainer(Id).inspect();
      if (!State.Running) {
        throw new ShiftError({
          code: "E_DEPLOY",
          message: `container of ${node} is ${State.Status} (exit code ${State.ExitCode})`,
        });
      }
      return [node, State.Pid] as const;
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
