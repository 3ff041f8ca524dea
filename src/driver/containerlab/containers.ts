import type Docker from "dockerode";
import { ShiftError } from "../../core/index.js";
import { answerTo } from "../docker/client.js";
import { identify, type ProcessIdentity } from "../process.js";

/** Label with the id of the run that a container belongs to. */
export const RUN_LABEL = "anycast-shift.run";

/**
 * Node name to the container's first process as the host sees it.
 * @throws ShiftError E_DEPLOY when a node has no container or its own is not running, E_DOCKER.
 */
export async function firstProcesses(
  docker: Docker,
  clabName: string,
  nodes: readonly string[],
): Promise<Map<string, ProcessIdentity>> {
  const containers = await labContainers(docker, clabName);
  const made = containers.map(({ Labels }) => Labels["clab-node-name"]);
  const without = nodes.filter((node) => !made.includes(node));
  if (without.length > 0) {
    throw new ShiftError({
      code: "E_DEPLOY",
      message: `containerlab ended as if all were well, and made no container for ${without.join(", ")}`,
      hint: "try it with the containerlab that `make setup` builds, or use --driver netns",
    });
  }
  const entries = await Promise.all(
    containers.map(async ({ Id, Labels }) => {
      const node = Labels["clab-node-name"] as string;
      const { State } = await answerTo(`about ${node}`, docker.getContainer(Id).inspect());
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

/** Every container of a lab, running or not. @throws ShiftError E_DOCKER. */
export async function labContainers(
  docker: Docker,
  clabName: string,
): Promise<Docker.ContainerInfo[]> {
  const filters = { label: [`containerlab=${clabName}`] };
  return answerTo(
    `for the containers of ${clabName}`,
    docker.listContainers({ all: true, filters }),
  );
}

/** Removes a container with its anonymous volumes, running or not. @throws ShiftError E_DOCKER. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  const removal = docker
    .getContainer(id)
    .remove({ force: true, v: true })
    .catch((thrown: { statusCode?: number }) => {
      // Not Found: it went by itself meanwhile.
      if (thrown.statusCode !== 404) throw thrown;
    });
  await answerTo(`to remove container ${id}`, removal);
}
