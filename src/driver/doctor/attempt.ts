import { existsSync, readdirSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { ShiftError } from "../../core/index.js";
import { NODE_PATH } from "../node-path.js";
import type { Finding } from "./probe.js";

const DEADLINE_MS = 15_000;

/** What came of a command in a throw-away network namespace. */
export interface Attempt {
  worked: boolean;
  /** What it said: the first line that is not about the batch. */
  said: string;
}

/**
 * Runs a command in namespaces that are gone when it ends: whatever it makes there is never seen on the host.
 * @param spaces options of unshare(1); a network namespace alone unless told.
 * @throws ShiftError E_TIMEOUT when it has not ended in time: what it was to find out is not known then.
 */
export async function attempt(
  argv: readonly string[],
  input = "",
  spaces: readonly string[] = ["--net"],
): Promise<Attempt> {
  const result = await execa("unshare", [...spaces, "--", ...argv], {
    reject: false,
    input,
    timeout: DEADLINE_MS,
    env: { LC_ALL: "C", PATH: NODE_PATH },
  });
  if (result.timedOut)
    throw new ShiftError({
      code: "E_TIMEOUT",
      message: `not known: ${argv[0]} did not end within ${DEADLINE_MS / 1000} s`,
      hint: "look again when this machine has less to do",
    });
  const words = result.failed ? result.stderr.trim() || result.shortMessage : result.stdout.trim();
  const line = words?.split("\n").find((text) => !text.startsWith("Command failed -"));
  return { worked: !result.failed, said: line ?? "" };
}

/** What an attempt finds. @param mend what would mend it, by what it said; asked for only when it did not work. */
export function findingOf({ worked, said }: Attempt, mend: (said: string) => string): Finding {
  return worked
    ? { state: "ok", detail: "works" }
    : { state: "missing", detail: said, mend: mend(said) };
}

/** Something that a kernel has or lacks. */
export interface KernelFeature {
  /** Kernel module that has it, where it is not built in. */
  module?: string;
  /** First Linux that has it. */
  since?: string;
  config: string;
}

/** Tries a kernel feature by a batch of iproute2 commands, one a line, in a throw-away network namespace. */
export async function tryFeature({
  batch,
  ...feature
}: KernelFeature & { batch: string }): Promise<Finding> {
  return findingOf(await attempt(["ip", "-batch", "-"], batch), () => mendKernel(feature));
}

/** How to get a kernel feature: its module if this kernel has it, else another kernel. */
export function mendKernel({ module, since, config }: KernelFeature): string {
  if (module !== undefined && hasModule(module)) return `modprobe ${module}`;
  const version = since === undefined ? "" : ` of Linux ${since} or later`;
  return `boot a kernel${version} built with ${config}`;
}

function hasModule(name: string): boolean {
  const folder = join("/lib/modules", release());
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).some((path) =>
    new RegExp(`/${name.replaceAll("_", "[-_]")}\\.ko`).test(path),
  );
}
