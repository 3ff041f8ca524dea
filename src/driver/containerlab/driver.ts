import { rmSync } from "node:fs";
import type Docker from "dockerode";
import { type Scope, ShiftError } from "../../core/index.js";
import { attachLab } from "../attach.js";
import { waitForBoot } from "../boot-wait.js";
import { answerTo, connectDocker } from "../docker/client.js";
import type { LabDriver, LabSpec, RunningLab } from "../driver.js";
import { type ContainerlabTool, clabDeploy, clabDestroy, clabVersion } from "./containerlab.js";
import { firstProcesses, labContainers, removeContainer } from "./containers.js";
import { filesNamedAfterLabs } from "./named-files.js";

/** Brings labs up with containerlab on a Docker daemon. */
export async function containerlabDriver(tool: ContainerlabTool): Promise<LabDriver> {
  const docker = await connectDocker(tool.socket);
  return {
    name: "containerlab",
    deploy: (spec, scope, signal) => deploy(tool, docker, spec, scope, signal),
    versions: async () => ({
      containerlab: await clabVersion(tool),
      docker: (await answerTo("for its version", docker.version())).Version,
    }),
  };
}

async function deploy(
  tool: ContainerlabTool,
  docker: Docker,
  spec: LabSpec,
  scope: Scope,
  signal?: AbortSignal,
): Promise<RunningLab> {
  refuseColon(spec.folder);
  const remove = scope.defer(`lab ${spec.name}`, () => destroy(tool, docker, spec));
  await clabDeploy(tool, spec, signal);
  const nodes = spec.lab.nodes.map(({ name }) => name);
  const lab = attachLab(spec, await firstProcesses(docker, spec.name, nodes));
  await waitForBoot(lab, signal);
  return { ...lab, destroy: remove };
}

// containerlab tells Docker what to bind as PATH:PATH, for which there is no escape.
function refuseColon(folder: string): void {
  if (!folder.includes(":")) return;
  throw new ShiftError({
    code: "E_DEPLOY",
    message: `containers cannot bind ${folder}: its path has a colon`,
    hint: "choose another folder by --results, or use --driver netns",
  });
}

async function destroy(tool: ContainerlabTool, docker: Docker, spec: LabSpec): Promise<void> {
  try {
    await removeContainers(tool, docker, spec);
  } finally {
    // Also where Docker does not answer: they are not its.
    const isOfLab = (name: string) =>
      name.startsWith(`${spec.name}-`) || name === `${spec.name}.conf`;
    for (const file of filesNamedAfterLabs(isOfLab)) rmSync(file, { force: true });
  }
}

async function removeContainers(
  tool: ContainerlabTool,
  docker: Docker,
  spec: LabSpec,
): Promise<void> {
  if ((await labContainers(docker, spec.name)).length > 0) {
    // How it ended proves nothing: it logs a failed removal and still exits 0, and one that was killed has removed a part.
    await clabDestroy(tool, spec).catch(() => undefined);
  }
  const left = await labContainers(docker, spec.name);
  await Promise.all(left.map(({ Id }) => removeContainer(docker, Id)));
}
