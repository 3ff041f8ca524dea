import type Docker from "dockerode";
import { messageOf, ShiftError } from "../../core/index.js";
import { identify, type ProcessIdentity } from "../docker/processes.js";

/** Label with the id of the run that a container belongs to. */
export const RUN_LABEL = "anycast-shift.run";

// A busy daemon takes seconds to remove a container; one that hangs takes connections and never answers.
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * Connects to the daemon behind a socket; dockerode is loaded only when it is needed.
 * @param timeoutMs a question fails that has no answer for so long
 */
export async function connectDocker(
  socket: string,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Docker> {
  const { default: DockerClient } = await import("dockerode");
  return new DockerClient({ socketPath: socket, timeout: timeoutMs });
}

/** The answer to what a daemon was asked. @throws ShiftError E_DOCKER that says what, also where none comes in time. */
export async function answerTo<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new ShiftError({
      code: "E_DOCKER",
      message: `asking the Docker daemon ${what} failed: ${messageOf(cause)}`,
      cause,
    });
  }
}

/**
 * Node name to the container's first process as the host sees it.
 * @throws ShiftError E_DEPLOY when one is not running, E_DOCKER.
 */
export async function firstProcesses(
  docker: Docker,
  clabName: string,
): Promise<Map<string, ProcessIdentity>> {
  const containers = await labContainers(docker, clabName);
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
