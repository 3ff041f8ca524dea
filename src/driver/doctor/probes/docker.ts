import { connectDocker } from "../../containerlab/docker.js";
import { hostDocker } from "../../docker-daemon.js";
import { findTool } from "../../netns/tools.js";
import { containerlabPath, nodeImage } from "../../provision.js";
import type { Probe } from "../probe.js";

const docker: Probe = {
  id: "docker",
  title: "Docker",
  neededFor: "containerlab",
  look: async () => {
    const daemon = await hostDocker();
    if (daemon) return { state: "ok", detail: `${daemon.version}, answers at ${daemon.socket}` };
    if (findTool("dockerd"))
      return {
        state: "ok",
        detail: "no daemon runs; dockerd is installed, a private one will be started",
      };
    return {
      state: "missing",
      detail: "no daemon answers, and dockerd is not installed",
      mend: "apt-get install --no-install-recommends docker.io",
    };
  },
};

const containerlab: Probe = {
  id: "containerlab",
  title: "containerlab",
  neededFor: "containerlab",
  look: async () => {
    const path = await containerlabPath();
    return path === undefined
      ? {
          state: "missing",
          detail: "not found, or too old, or of no use on this kernel",
          mend: "make setup",
        }
      : { state: "ok", detail: path };
  },
};

const image: Probe = {
  id: "image",
  title: "node image",
  neededFor: "containerlab",
  look: async () => {
    const name = nodeImage();
    const daemon = await hostDocker();
    // A private daemon is not started only to look: set-up loads the image where it will find it.
    if (!daemon)
      return { state: "note", detail: `${name} is looked for when a private daemon runs` };
    const found = await (await connectDocker(daemon.socket)).listImages({
      filters: { reference: [name] },
    });
    return found.length > 0
      ? { state: "ok", detail: name }
      : { state: "missing", detail: `${name} is not there`, mend: "make setup" };
  },
};

/** What containerlab needs. */
export const dockerProbes: readonly Probe[] = [docker, containerlab, image];
