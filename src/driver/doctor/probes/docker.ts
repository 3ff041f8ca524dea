import { hostDocker } from "../../docker-daemon.js";
import { findTool, installCommand } from "../../netns/tools.js";
import { isNodeImageReady } from "../../node-image.js";
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
      mend: installCommand("docker.io"),
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
  look: async () =>
    (await isNodeImageReady())
      ? { state: "ok", detail: nodeImage() }
      : { state: "missing", detail: `${nodeImage()} is not there`, mend: "make setup" },
};

/** What containerlab needs. */
export const dockerProbes: readonly Probe[] = [docker, containerlab, image];
