import type Docker from "dockerode";
import { messageOf, ShiftError } from "../../core/index.js";

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
