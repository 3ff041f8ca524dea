import type Docker from "dockerode";
import { messageOf, ShiftError } from "../../core/index.js";

// A busy daemon takes seconds to remove a container; one that hangs takes connections and never answers.
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * Connects to the daemon behind a socket, whatever the environment says of others; dockerode is loaded only when it is
 * needed.
 * @param timeoutMs a question fails that has no answer for so long; 0: it waits
 */
export async function connectDocker(
  socket: string,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Docker> {
  const { default: DockerClient } = await import("dockerode");
  const host = process.env.DOCKER_HOST;
  // It would win over the socket, and where it is not a path, files of DOCKER_CERT_PATH are read.
  delete process.env.DOCKER_HOST;
  try {
    return new DockerClient({ socketPath: socket, timeout: timeoutMs });
  } finally {
    if (host !== undefined) process.env.DOCKER_HOST = host;
  }
}

/**
 * The answer to what a daemon was asked.
 * @throws ShiftError E_DOCKER that says what, also where the whole answer is not there in time.
 */
export async function answerTo<T>(
  what: string,
  answer: Promise<T>,
  deadlineMs = ANSWER_TIMEOUT_MS,
): Promise<T> {
  try {
    return await wholeInTime(answer, deadlineMs);
  } catch (cause) {
    throw new ShiftError({
      code: "E_DOCKER",
      message: `asking the Docker daemon ${what} failed: ${messageOf(cause)}`,
      cause,
    });
  }
}

/**
 * A daemon's answer, or an error: of an answer that ends after its head, as when the daemon is stopped or killed amid it,
 * dockerode tells nothing, not even when its own time-out has passed.
 */
export function wholeInTime<T>(answer: Promise<T>, deadlineMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no whole answer within ${deadlineMs} ms`));
    const timer = setTimeout(late, deadlineMs);
    answer.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
