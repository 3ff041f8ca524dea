import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Scope } from "../core/index.js";
import { listContainers } from "./clean/docker-objects.js";
import { ownerOf } from "./clean/run-id.js";
import { removeContainer } from "./containerlab/containers.js";
import { connectDocker } from "./docker/client.js";
import { withLock } from "./docker/lock.js";
import { dockerVersion, hostSockets } from "./docker/ping.js";
import {
  awaitPrivateDaemon,
  type PrivateDaemonPlaces,
  privateDaemonPlaces,
  startPrivateDaemon,
  stopPrivateDaemon,
} from "./docker/private-daemon.js";
import { hasUsers, registerUser } from "./docker/users.js";

/** A Docker daemon that answers. */
export interface DockerDaemon {
  /** Absolute path of its socket. */
  socket: string;
  /** Whether it is the private one, which ends with its last user. */
  own: boolean;
  version: string;
}

/** The host's daemon: the one of DOCKER_HOST or /var/run/docker.sock, when it answers. */
export async function hostDocker(): Promise<DockerDaemon | undefined> {
  for (const socket of hostSockets()) {
    const version = await dockerVersion(socket);
    if (version !== undefined) return { socket, own: false, version };
  }
  return undefined;
}

/**
 * A Docker daemon to use for as long as the scope lasts: the host's, else a private one that leaves the host's network
 * alone. Runs at the same time share the private one; the last to end stops it.
 * @throws ShiftError E_DOCKER when there is none and a private one ends at once, or that of other runs does not answer;
 * E_TIMEOUT when a new one does not.
 */
export async function ensureDocker(scope: Scope): Promise<DockerDaemon> {
  const host = await hostDocker();
  if (host) return host;
  const places = privateDaemonPlaces();
  return locked(places, async () => {
    const isShared = hasUsers(places.users);
    const user = registerUser(places.users);
    scope.defer("the private Docker daemon", () =>
      locked(places, async () => {
        rmSync(user, { force: true });
        await stopWithoutUsers(places);
      }),
    );
    const answering = isShared ? awaitPrivateDaemon(places) : dockerVersion(places.socket);
    const version = (await answering) ?? (await restart(places));
    return { socket: places.socket, own: true, version };
  });
}

/** Stops a private daemon that a killed run left. Returns whether there was one; one in use stays. */
export async function stopAbandonedDocker(): Promise<boolean> {
  const places = privateDaemonPlaces();
  if (!existsSync(places.runtime)) return false;
  return locked(places, () => stopWithoutUsers(places));
}

async function stopWithoutUsers(places: PrivateDaemonPlaces): Promise<boolean> {
  if (hasUsers(places.users)) return false;
  await stopPrivateDaemon(places);
  return true;
}

/** Starts the daemon after clearing what one that was killed left, and rids its data of the containers of runs that are gone. */
async function restart(places: PrivateDaemonPlaces): Promise<string> {
  await stopPrivateDaemon(places);
  const version = await startPrivateDaemon(places);
  const docker = await connectDocker(places.socket);
  for (const { id, runId } of await listContainers(places.socket)) {
    if (runId !== undefined && ownerOf(runId) !== "alive") await removeContainer(docker, id);
  }
  return version;
}

function locked<T>(places: PrivateDaemonPlaces, step: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(places.lock), { recursive: true });
  return withLock(places.lock, step);
}
