import { rmSync } from "node:fs";
import { messageOf } from "../../core/index.js";
import { removeContainer } from "../containerlab/containers.js";
import { filesNamedAfterLabs } from "../containerlab/named-files.js";
import { connectDocker } from "../docker/client.js";
import { stopAbandonedDocker } from "../docker-daemon.js";
import { endProcesses } from "../process.js";
import { requireRoot } from "../root.js";
import { dockerSockets, listContainers } from "./docker-objects.js";
import { registeredRuns, removeRunFolder } from "./registry.js";
import { ownerOf, runIdIn } from "./run-id.js";
import { runProcesses } from "./run-processes.js";

/** Nobody is left who wants what they would write at an orderly end. */
const NO_GRACE = 0;

/** What became of the leftovers, in words. */
export interface Cleaned {
  removed: string[];
  /** What could not be removed, and why. */
  failed: string[];
  /** Runs that still live, and were left alone. */
  alive: string[];
}

/** One kind of leftover: finds what these runs have, and how to remove each. */
type Finder = (isWanted: (runId: string) => boolean) => Promise<Leftover[]>;
interface Leftover {
  what: string;
  remove: () => void | Promise<void>;
}

/**
 * Removes what runs left behind whose owner is gone: found by the run's id, which every object of a run carries and
 * which names its owner; never by a mere name. Objects of runs that live are left alone.
 *
 * Processes first, so that nothing is made anew meanwhile; then containers, then what stands for them on the host.
 * @throws ShiftError E_PRIVILEGE without root, who alone can see and remove all of it.
 */
export async function cleanLeftovers(): Promise<Cleaned> {
  requireRoot();
  const cleaned: Cleaned = { removed: [], failed: [], alive: liveRuns() };
  for (const { kind, find } of finders()) {
    try {
      for (const leftover of await find((runId) => ownerOf(runId) === "dead"))
        await removeLeftover(leftover, cleaned);
    } catch (thrown) {
      cleaned.failed.push(`${kind}: ${messageOf(thrown)}`);
    }
  }
  await stopAbandonedDocker()
    .then((stopped) => stopped && cleaned.removed.push("the private Docker daemon"))
    .catch((thrown: unknown) =>
      cleaned.failed.push(`the private Docker daemon: ${messageOf(thrown)}`),
    );
  return cleaned;
}

async function removeLeftover({ what, remove }: Leftover, cleaned: Cleaned): Promise<void> {
  try {
    await remove();
    cleaned.removed.push(what);
  } catch (thrown) {
    cleaned.failed.push(`${what}: ${messageOf(thrown)}`);
  }
}

/** What there still is of a run, in words. @throws ShiftError E_DOCKER when a Docker daemon does not say what it has. */
export async function leftoversOf(runId: string): Promise<string[]> {
  const found = await Promise.all(finders().map(({ find }) => find((one) => one === runId)));
  return found.flat().map(({ what }) => what);
}

function liveRuns(): string[] {
  const ids = new Set([...registeredRuns(), ...runProcesses().map(({ runId }) => runId)]);
  return [...ids].filter((id) => ownerOf(id) === "alive");
}

const processes: Finder = async (isWanted) =>
  runProcesses()
    .filter(({ runId }) => isWanted(runId))
    .map((process) => ({
      what: `process ${process.pid} of ${process.runId}: ${process.command}`,
      remove: () => endProcesses([process], NO_GRACE),
    }));

/** Of one daemon: another one that does not answer hides nothing of this one. */
const containersAt =
  (socket: string): Finder =>
  async (isWanted) =>
    (await listContainers(socket))
      .filter(({ runId }) => runId !== undefined && isWanted(runId))
      .map(({ name, id }) => ({
        what: `container ${name}`,
        remove: async () => removeContainer(await connectDocker(socket), id),
      }));

const files: Finder = async (isWanted) =>
  filesNamedAfterLabs((name) => isWanted(runIdIn(name) ?? "")).map((path) => ({
    what: path,
    remove: () => rmSync(path, { force: true }),
  }));

const runFolders: Finder = async (isWanted) =>
  registeredRuns()
    .filter(isWanted)
    .map((id) => ({ what: `folder of run ${id}`, remove: () => removeRunFolder(id) }));

function finders(): { kind: string; find: Finder }[] {
  return [
    { kind: "processes", find: processes },
    ...dockerSockets().map((socket) => ({ kind: "containers", find: containersAt(socket) })),
    { kind: "files", find: files },
    { kind: "run folders", find: runFolders },
  ];
}
