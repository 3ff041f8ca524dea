import { rmSync } from "node:fs";
import type Docker from "dockerode";
import type { Scope } from "../../core/index.js";
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
  const remove = scope.defer(`lab ${spec.name}`, () => destroy(tool, docker, spec));
  await clabDeploy(tool, spec, signal);
  const lab = attachLab(spec, await firstProcesses(docker, spec.name));
  await waitForBoot(spec, (name) => !lab.deadNodes().includes(name), signal);
  return { ...lab, destroy: remove };
}

async function destroy(tool: ContainerlabTool, docker: Docker, spec: LabSpec): Promise<void> {
  if ((await labContainers(docker, spec.name)).length > 0) {
    // How it ended proves nothing: it logs a failed removal and still exits 0, and one that was killed has removed a part.
    await clabDestroy(tool, spec).catch(() => undefined);
  }
  const left = await labContainers(docker, spec.name);
  await Promise.all(left.map(({ Id }) => removeContainer(docker, Id)));
  const isOfLab = (name: string) =>
    name.startsWith(`${spec.name}-`) || name === `${spec.name}.conf`;
  for (const file of filesNamedAfterLabs(isOfLab)) rmSync(file, { force: true });
}
