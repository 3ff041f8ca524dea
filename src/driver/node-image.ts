import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerTo, connectDocker } from "./docker/client.js";
import { privateDaemonPlaces } from "./docker/private-daemon.js";
import { type DockerDaemon, hostDocker } from "./docker-daemon.js";
import { nodeImage } from "./provision.js";

/**
 * Whether this daemon has the node image. A note that the private one has it goes when it is untrue: set-up trusts it.
 * @throws ShiftError E_DOCKER when it does not say.
 */
export async function hasNodeImage({ socket, own }: DockerDaemon): Promise<boolean> {
  const docker = await connectDocker(socket);
  const filters = { reference: [nodeImage()] };
  const images = await answerTo("for the node image", docker.listImages({ filters }));
  if (own && images.length === 0) rmSync(imageMark(), { force: true });
  return images.length > 0;
}

/**
 * Whether the daemon that a run would use has the node image; a private daemon is not started for the answer, its data
 * say so themselves.
 * @public scripts/setup/missing.mjs asks the built program
 */
export async function isNodeImageReady(): Promise<boolean> {
  const host = await hostDocker();
  if (host) return hasNodeImage(host);
  const mark = imageMark();
  return existsSync(mark) && readFileSync(mark, "utf8") === nodeImage();
}

/** Notes that the private daemon now has the node image. */
export function markNodeImageReady(): void {
  writeFileSync(imageMark(), nodeImage());
}

// Inside the daemon's data, so that it goes when they go.
function imageMark(): string {
  return join(privateDaemonPlaces().data, "anycast-shift-node-image");
}
