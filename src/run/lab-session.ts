import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type ProgressListener, type Scope, ShiftError } from "../core/index.js";
import { type LabDriver, RUN_LABEL, type RunningLab } from "../driver/index.js";
import { compareConfig, frrConf, labFolder } from "../routers/index.js";
import type { KernelFeatures } from "../topology/index.js";
import { writeInFolder } from "./folder.js";
import type { PlannedCase } from "./plan.js";
import { waitUntilSteady } from "./steady.js";

/** What a lab is deployed with. */
export interface SessionOptions {
  driver: LabDriver;
  runId: string;
  /** Absolute path of the run folder, and the lab's place in it. */
  runFolder: string;
  labFolder: string;
  /** Lab name, unique on the host. */
  name: string;
  image: string;
  features: KernelFeatures;
  listener: ProgressListener;
  signal?: AbortSignal | undefined;
}

/** Deploys the lab of a case, checks what runs in it, and waits until its routers agree; its removal is in the scope. */
export async function openLab(
  planned: PlannedCase,
  options: SessionOptions,
  scope: Scope,
): Promise<RunningLab> {
  const { driver, runId, runFolder, name, features, listener, signal } = options;
  const { lab } = planned;
  const folder = join(runFolder, options.labFolder);
  const labels = { [RUN_LABEL]: runId };
  // The nodes' daemons run as users of their own, and read what is written for them whatever the caller keeps from others.
  process.umask(0o022);
  const files = labFolder(lab, { name, image: options.image, labels, features });
  for (const [path, text] of files) writeInFolder(folder, path, text);
  for (const node of lab.nodes) mkdirSync(join(folder, node.name, "log"), { recursive: true });

  const start = performance.now();
  const say = (phase: "deploying" | "converging" | "steady") =>
    listener({ kind: "lab", lab: name, phase, ms: performance.now() - start });
  say("deploying");
  const running = await driver.deploy({ lab, name, runId, folder, features }, scope, signal);
  say("converging");
  await Promise.all([checkConfigs(running), waitUntilSteady(running, signal)]);
  say("steady");
  return running;
}

// FRR skips a line that it rejects and starts all the same: only what it runs counts.
async function checkConfigs(running: RunningLab): Promise<void> {
  const { lab } = running.spec;
  const routers = lab.nodes.filter(({ asn }) => asn !== 0);
  const differences = await Promise.all(
    routers.map(async (node) => {
      const runs = await running
        .node(node.name)
        .exec(["vtysh", "-d", "bgpd", "-c", "show running-config"]);
      return compareConfig(frrConf(lab, node), runs).map((line) => `${node.name}: ${line}`);
    }),
  );
  if (differences.flat().length > 0) {
    throw new ShiftError({ code: "E_FRR_CONFIG", message: differences.flat().join("\n") });
  }
}
