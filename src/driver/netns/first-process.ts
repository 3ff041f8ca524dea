import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { until } from "../../core/index.js";
import { type LabNode, sysctlsOf } from "../../topology/index.js";
import { boundingSet } from "../capabilities.js";
import type { LabSpec } from "../driver.js";
import { NODE_PATH } from "../node-path.js";
import { sendSignal } from "../send-signal.js";
import { deployError } from "./deploy-error.js";
import { copiedFiles, nodeFstab } from "./node-tree.js";
import { GUARD, INIT } from "./scripts.js";

// All nodes are made at once, and the kernel makes one network namespace after the other.
const NAMESPACES_DEADLINE_MS = 60_000;
const END_DEADLINE_MS = 10_000;

/** A node whose namespaces are being made or exist. */
export interface FirstProcess {
  readonly node: string;
  /**
   * The node's first process as the host sees it, known once the node's network namespace has its sysctls.
   * @throws ShiftError E_DEPLOY when the node could not be made, or not in time.
   */
  readonly pid: Promise<number>;
  /** Lets the node boot, after the commands of an `ip -batch` file in its network namespace. */
  boot(commands: string): void;
  /** Ends the node with everything in it and resolves when it is gone. */
  end(): Promise<void>;
  /** What a node that has ended said before its boot script took over; undefined when it said nothing. */
  complaint(): string | undefined;
}

/** Starts a node: one process holds all of its namespaces, so that they are gone when it is. */
export function startFirstProcess(spec: LabSpec, node: LabNode): FirstProcess {
  const folder = join(spec.folder, node.name);
  writeNodeFiles(spec, node, folder);
  const holder = startHolder(spec, node, folder);
  let running = true;
  let firstPid: number | undefined;
  let said = "";
  const ended = holder.then((result) => {
    running = false;
    // unshare of util-linux 2.38 says this when its child was ended by a signal (sys-utils/unshare.c), and no more.
    said = result.stderr.replace(/^unshare: sigprocmask .*$/m, "").trim();
    return result;
  });
  const pid = Promise.race([
    once(holder.stdout, "data", { signal: AbortSignal.timeout(NAMESPACES_DEADLINE_MS) }).then(
      ([line]) => {
        firstPid = Number.parseInt(String(line), 10);
        return firstPid;
      },
      () => {
        throw deployError(node.name, `no process within ${NAMESPACES_DEADLINE_MS} ms`);
      },
    ),
    ended.then(({ shortMessage }) => {
      throw deployError(node.name, said || (shortMessage ?? "its first process ended"));
    }),
  ]);
  // A caller that gave up because of another node does not ask for this one any more.
  pid.catch(() => undefined);
  return {
    node: node.name,
    pid,
    complaint: () => (running || said === "" ? undefined : said),
    boot: (commands) => {
      holder.stdin.end(commands);
    },
    end: async () => {
      // The kernel ends a whole PID namespace before the parent of its first process, the holder, learns of it. Until
      // then the number cannot be another process's; the holder itself is ended only where it holds nothing yet.
      if (running && firstPid !== undefined) sendSignal(firstPid, "SIGKILL");
      else holder.kill("SIGKILL");
      await until(`${node.name} to end`, () => !running, {
        deadlineMs: END_DEADLINE_MS,
        everyMs: 5,
      });
    },
  };
}

function startHolder(spec: LabSpec, node: LabNode, folder: string) {
  const guard = ["sh", "-c", GUARD, "guard", String(process.pid)];
  const init = [INIT, folder, boundingSet(node), ...copiedFiles()];
  return execa("setpriv", ["--pdeathsig", "KILL", ...guard, ...init], {
    reject: false,
    stdin: "pipe",
    // Its own process group: Ctrl-C at the terminal must not race with this run's orderly removal.
    detached: true,
    extendEnv: false,
    env: { ANYCAST_SHIFT_RUN: spec.runId, PATH: NODE_PATH, LC_ALL: "C", TZ: "UTC" },
  });
}

function writeNodeFiles(spec: LabSpec, node: LabNode, folder: string): void {
  const sysctls = { "kernel.hostname": node.name, ...sysctlsOf(node, spec.features) };
  const lines = Object.entries(sysctls).map(
    ([name, value]) => `${name.replaceAll(".", "/")} ${value}\n`,
  );
  mkdirSync(join(folder, "log"), { recursive: true });
  // In a folder that was used before, these would tell of an earlier boot.
  for (const mark of ["ready", "failed"]) rmSync(join(folder, mark), { force: true });
  writeFileSync(join(folder, "sysctls"), lines.join(""));
  writeFileSync(join(folder, "fstab"), nodeFstab(folder, `anycast-shift-${spec.runId}`));
}
