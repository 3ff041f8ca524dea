import { execa } from "execa";
import { ShiftError } from "../../core/index.js";
import { CLAB_FILE } from "../../topology/index.js";
import { environmentForTools } from "../docker/environment.js";
import type { LabSpec } from "../driver.js";
import { boundGroup } from "../process-group.js";

/** The containerlab program and the Docker socket that it is to use. */
export interface ContainerlabTool {
  path: string;
  socket: string;
}

const DEPLOY_TIMEOUT_MS = 120_000;
/** For what it removes itself when it is told to end; all of it is removed once more. */
const GRACE_MS = 5_000;
const VERSION_TIMEOUT_MS = 10_000;

/** Runs `containerlab deploy` on the lab's folder. @throws ShiftError E_DEPLOY with its last lines. */
export async function clabDeploy(
  tool: ContainerlabTool,
  spec: LabSpec,
  signal?: AbortSignal,
): Promise<void> {
  await containerlab(tool, spec, ["deploy", "-t", CLAB_FILE], signal);
}

/** Runs `containerlab destroy`. @throws ShiftError E_DEPLOY with its last lines, also after it has removed a part. */
export async function clabDestroy(tool: ContainerlabTool, spec: LabSpec): Promise<void> {
  await containerlab(tool, spec, ["destroy", "-t", CLAB_FILE, "--cleanup"]);
}

/** containerlab's own version, or `unknown`. */
export async function clabVersion(tool: ContainerlabTool): Promise<string> {
  const { stdout } = await execa(tool.path, ["version"], {
    reject: false,
    timeout: VERSION_TIMEOUT_MS,
    extendEnv: false,
    env: clabEnvironment(tool),
  });
  return /version:\s*(\S+)/.exec(stdout)?.[1] ?? "unknown";
}

// In namespaces of its own. Network: links are made there before they move into their nodes, so that a containerlab that is
// killed takes them along, and no other run sees them on the host for a moment. Mount: whenever it removes a lab, it writes
// /etc/hosts anew, without what follows the last line break; it gets an empty file in that place, which nobody else sees.
const APART = [
  ...["--net", "--mount", "--", "sh", "-c"],
  'if [ -e /etc/hosts ]; then empty=$(mktemp -p .) && mount --bind "$empty" /etc/hosts && rm "$empty" || exit 1; fi; exec "$@"',
  "sh",
];

async function containerlab(
  tool: ContainerlabTool,
  spec: LabSpec,
  args: string[],
  signal?: AbortSignal,
): Promise<void> {
  const command = execa("unshare", [...APART, tool.path, ...args], {
    cwd: spec.folder,
    reject: false,
    // Its own process group: Ctrl-C at the terminal must not race with this run's orderly removal.
    detached: true,
    extendEnv: false,
    env: {
      ...clabEnvironment(tool),
      CLAB_LABDIR_BASE: spec.folder,
      ANYCAST_SHIFT_RUN: spec.runId,
    },
  });
  const isLate = boundGroup(command, { timeoutMs: DEPLOY_TIMEOUT_MS, graceMs: GRACE_MS, signal });
  const { failed, exitCode, shortMessage, stdout, stderr } = await command;
  const what = `containerlab ${args[0]}`;
  if (signal?.aborted)
    throw new ShiftError({ code: "E_INTERRUPTED", message: `interrupted during ${what}` });
  if (failed || isLate()) {
    const end = exitCode === undefined ? shortMessage : `exit code ${exitCode}`;
    const how = isLate() ? `not ended within ${DEPLOY_TIMEOUT_MS} ms` : end;
    throw new ShiftError({
      code: "E_DEPLOY",
      message: `${what} failed (${tool.path}: ${how}):\n${lastWords(stderr || stdout)}`,
      hint: `the files are in ${spec.folder}; \`anycast-shift doctor\` shows what this host lacks`,
    });
  }
}

// It frames its errors with blanks and empty lines.
function lastWords(said: string): string {
  const lines = said.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(-6)
    .join("\n");
}

/** What containerlab and the programs that it starts get of the environment. */
export function clabEnvironment(tool: ContainerlabTool): Record<string, string> {
  return {
    ...environmentForTools(),
    DOCKER_HOST: `unix://${tool.socket}`,
    // Without it, containerlab waits up to 3 s for an answer from the network after every deploy.
    CLAB_VERSION_CHECK: "disable",
  };
}
