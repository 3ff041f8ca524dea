import { existsSync } from "node:fs";
import { execa } from "execa";
import { type Scope, ShiftError } from "../../core/index.js";
import { nodeOf } from "../../topology/index.js";
import { waitForBoot } from "../boot-wait.js";
import type { LabDriver, LabSpec, RunningLab } from "../driver.js";
import { NodeShell } from "../node-shell.js";
import { requireCapabilities } from "./capabilities.js";
import { deployError } from "./deploy-error.js";
import { type FirstProcess, startFirstProcess } from "./first-process.js";
import { linkBatch, upBatch } from "./links.js";
import { namespacesOf, removeNodes } from "./remove.js";
import { requireTools, toolVersions } from "./tools.js";

/**
 * Brings labs up with namespaces alone: no Docker, no image, the host's own programs. Everything of a lab hangs on the
 * first processes of its nodes, and these on this process: however it ends, the kernel removes the lab with it.
 */
export function netnsDriver(): LabDriver {
  return { name: "netns", deploy, versions: toolVersions };
}

async function deploy(spec: LabSpec, scope: Scope, signal?: AbortSignal): Promise<RunningLab> {
  requireCapabilities();
  requireTools();
  const nodes: FirstProcess[] = [];
  const namespaces = new Set<string>();
  const remove = scope.defer(`lab ${spec.name}`, () => removeNodes(spec, nodes, namespaces));
  for (const node of spec.lab.nodes) nodes.push(startFirstProcess(spec, node));
  const pids = new Map(
    await Promise.all(
      nodes.map(async ({ node, pid }) => {
        for (const namespace of namespacesOf(await pid)) namespaces.add(namespace);
        return [node, await pid] as const;
      }),
    ),
  );
  await makeLinks(spec, pids, signal);
  for (const node of nodes) node.boot(upBatch(nodeOf(spec.lab, node.node)));
  const running = new Map(nodes.map((node) => [node.node, node]));
  const isAlive = (name: string) =>
    running.get(name)?.isRunning() === true && existsSync(`/proc/${pids.get(name)}`);
  await waitForBoot(spec, isAlive, signal);
  const shells = new Map(
    [...pids].map(([name, pid]) => [name, new NodeShell(name, pid, spec.runId)]),
  );
  return {
    spec,
    node: (name) => {
      const shell = shells.get(name);
      if (!shell) throw new RangeError(`lab ${spec.name} has no node ${name}`);
      return shell;
    },
    deadNodes: () => [...shells.keys()].filter((name) => !isAlive(name)),
    destroy: remove,
  };
}

async function makeLinks(
  spec: LabSpec,
  pids: ReadonlyMap<string, number>,
  signal?: AbortSignal,
): Promise<void> {
  const result = await execa("ip", ["-batch", "-"], {
    reject: false,
    input: linkBatch(spec.lab, pids),
    env: { ANYCAST_SHIFT_RUN: spec.runId },
    ...(signal ? { cancelSignal: signal } : {}),
  });
  if (result.isCanceled) {
    throw new ShiftError({ code: "E_INTERRUPTED", message: "interrupted while making links" });
  }
  if (result.failed) {
    throw deployError(`the links of ${spec.name}`, result.stderr.trim());
  }
}
