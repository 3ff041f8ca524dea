import { rmSync } from "node:fs";
import { messageOf } from "../../core/index.js";
import { connectDocker, removeContainer } from "../containerlab/docker.js";
import { filesNamedAfterLabs } from "../containerlab/named-files.js";
import { endProcesses } from "../docker/processes.js";
import { stopAbandonedDocker } from "../docker-daemon.js";
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

/** One kind of leftover: finds what runs with dead owners left, and how to remove each. */
type Finder = () => Promise<Leftover[]>;
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
  for (const find of [processes, containers, files, runFolders]) {
    for (const { what, remove } of await find()) {
      try {
        await remove();
        cleaned.removed.push(what);
      } catch (thrown) {
        cleaned.failed.push(`${what}: ${messageOf(thrown)}`);
      }
    }
  }
  await stopAbandonedDocker()
    .then((stopped) => stopped && cleaned.removed.push("the private Docker daemon"))
    .catch((thrown: unknown) =>
      cleaned.failed.push(`the private Docker daemon: ${messageOf(thrown)}`),
    );
  return cleaned;
}

function liveRuns(): string[] {
  const ids = new Set([...registeredRuns(), ...runProcesses().map(({ runId }) => runId)]);
  return [...ids].filter((id) => ownerOf(id) === "alive");
}

const processes: Finder = async () =>
  runProcesses()
    .filter(({ runId }) => ownerOf(runId) === "dead")
    .map((process) => ({
      what: `process ${process.pid} of ${process.runId}: ${process.command}`,
      remove: () => endProcesses([process], NO_GRACE),
    }));

const containers: Finder = async () => {
  const found = (await Promise.all(dockerSockets().map(listContainers))).flat();
  return found
    .filter(({ runId }) => runId !== undefined && ownerOf(runId) === "dead")
    .map(({ name, id, socket }) => ({
      what: `container ${name}`,
      remove: async () => removeContainer(await connectDocker(socket), id),
    }));
};

const files: Finder = async () =>
  filesNamedAfterLabs((name) => ownerOf(runIdIn(name) ?? "") === "dead").map((path) => ({
    what: path,
    remove: () => rmSync(path, { force: true }),
  }));

const runFolders: Finder = async () =>
  registeredRuns()
    .filter((id) => ownerOf(id) === "dead")
    .map((id) => ({ what: `folder of run ${id}`, remove: () => removeRunFolder(id) }));
