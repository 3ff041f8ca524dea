import { execa } from "execa";
import { abortable, type Scope, ShiftError } from "../../core/index.js";
import { nodeOf } from "../../topology/index.js";
import { attachLab } from "../attach.js";
import { waitForBoot } from "../boot-wait.js";
import { requireCapabilities } from "../capabilities.js";
import type { LabDriver, LabSpec, RunningLab } from "../driver.js";
import { NODE_PATH } from "../node-path.js";
import { identify, type ProcessIdentity } from "../process.js";
import { deployError } from "./deploy-error.js";
import { type FirstProcess, startFirstProcess } from "./first-process.js";
import { HeldNamespaces } from "./held-namespaces.js";
import { linkBatch, upBatch } from "./links.js";
import { removeNodes } from "./remove.js";
import { requireTools, toolVersions } from "./tools.js";

const LINKS_DEADLINE_MS = 60_000;

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
  const namespaces = new HeldNamespaces();
  const remove = scope.defer(`lab ${spec.name}`, () => removeNodes(spec, nodes, namespaces));
  for (const node of spec.lab.nodes) nodes.push(startFirstProcess(spec, node));
  try {
    const processes = await makeNamespaces(nodes, namespaces, signal);
    await makeLinks(spec, processes, signal);
    for (const node of nodes) node.boot(upBatch(nodeOf(spec.lab, node.node)));
    const lab = attachLab(spec, processes);
    await waitForBoot(lab, signal);
    return { ...lab, destroy: remove };
  } catch (thrown) {
    if (thrown instanceof ShiftError && thrown.code === "E_INTERRUPTED") throw thrown;
    throw (await complaintOf(nodes)) ?? thrown;
  }
}

async function makeNamespaces(
  nodes: readonly FirstProcess[],
  namespaces: HeldNamespaces,
  signal?: AbortSignal,
): Promise<Map<string, ProcessIdentity>> {
  const entries = nodes.map(async ({ node, pid }) => {
    try {
      namespaces.hold(await pid);
    } catch (thrown) {
      throw thrown instanceof ShiftError ? thrown : deployError(node, "it ended at once");
    }
    const first = identify(await pid);
    if (first === undefined) throw deployError(node, "it ended at once");
    return [node, first] as const;
  });
  return new Map(await abortable("the namespaces of every node", Promise.all(entries), signal));
}

/** What kept a node from coming as far as its boot script; undefined when no node said anything. */
async function complaintOf(nodes: readonly FirstProcess[]): Promise<ShiftError | undefined> {
  // All of them: whoever is told an error removes the lab, and one that is ending has not said everything yet.
  await Promise.allSettled(nodes.map((node) => node.end()));
  for (const node of nodes) {
    const said = node.complaint();
    if (said !== undefined) return deployError(node.node, said);
  }
  return undefined;
}

async function makeLinks(
  spec: LabSpec,
  processes: ReadonlyMap<string, ProcessIdentity>,
  signal?: AbortSignal,
): Promise<void> {
  const pids = new Map([...processes].map(([node, { pid }]) => [node, pid]));
  const result = await execa("ip", ["-batch", "-"], {
    reject: false,
    input: linkBatch(spec.lab, pids),
    timeout: LINKS_DEADLINE_MS,
    // As the nodes find their programs: requireTools has looked there.
    env: { ANYCAST_SHIFT_RUN: spec.runId, PATH: NODE_PATH },
    ...(signal ? { cancelSignal: signal } : {}),
  });
  if (result.isCanceled) {
    throw new ShiftError({ code: "E_INTERRUPTED", message: "interrupted while making links" });
  }
  if (result.failed) {
    // Where it was ended because it took too long, it may have said nothing itself.
    throw deployError(
      `the links of ${spec.name}`,
      result.stderr.trim() || (result.shortMessage ?? ""),
    );
  }
}
