import { type Scope, ShiftError } from "../core/index.js";
import type { Lab } from "../topology/index.js";
import { containerlabDriver } from "./containerlab/driver.js";
import { ensureDocker } from "./docker-daemon.js";
import type { LabDriver } from "./driver.js";
import { netnsDriver } from "./netns/driver.js";
import { hasNodeImage } from "./node-image.js";
import { containerlabPath } from "./provision.js";
import { requireRoot } from "./root.js";

/** Names that `--driver` takes. */
export const DRIVER_NAMES = ["auto", "containerlab", "netns"] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];

/** A driver, and why it was taken. */
export interface ChosenDriver {
  driver: LabDriver;
  why: string;
}

/**
 * The driver to use for these labs; `auto` takes containerlab where it can run, else network namespaces. What it starts (a private
 * Docker daemon) ends with the scope.
 * @throws ShiftError E_USAGE when network namespaces are asked for and a node has an image; E_PRIVILEGE without root; E_TOOL_MISSING, E_DOCKER or E_IMAGE when the named driver cannot run.
 */
export async function chooseDriver(
  name: DriverName,
  labs: readonly Lab[],
  scope: Scope,
): Promise<ChosenDriver> {
  requireRoot();
  const imaged = labs.flatMap(({ nodes }) => nodes).find(({ image }) => image !== undefined);
  const bound =
    imaged && `${imaged.name} runs the image ${imaged.image}, which only containerlab can`;
  if (name === "netns" && bound) {
    throw new ShiftError({
      code: "E_USAGE",
      message: bound,
      hint: "use --driver containerlab, or leave the node's image out",
    });
  }
  if (name === "netns") return { driver: netnsDriver(), why: "asked for" };
  try {
    return {
      driver: await readyContainerlab(scope),
      why: name === "auto" ? "containerlab can run here" : "asked for",
    };
  } catch (thrown) {
    if (name === "containerlab" || !(thrown instanceof ShiftError)) throw thrown;
    if (bound) {
      const { code, message, hint } = thrown;
      throw new ShiftError({ code, message: `${bound}; ${message}`, ...(hint ? { hint } : {}) });
    }
    return { driver: netnsDriver(), why: `containerlab cannot run here: ${thrown.message}` };
  }
}

async function readyContainerlab(scope: Scope): Promise<LabDriver> {
  const path = await containerlabPath();
  if (path === undefined) {
    throw new ShiftError({
      code: "E_TOOL_MISSING",
      message: "containerlab is not installed",
      hint: "`make setup` builds it with Go, or use --driver netns",
    });
  }
  const docker = await ensureDocker(scope);
  if (!(await hasNodeImage(docker))) {
    throw new ShiftError({
      code: "E_IMAGE",
      message: "the node image is missing",
      hint: "`make setup` builds it",
    });
  }
  return containerlabDriver({ path, socket: docker.socket });
}
