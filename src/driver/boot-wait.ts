import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inTime, ShiftError } from "../core/index.js";
import type { LabSpec, RunningLab } from "./driver.js";

const BOOT_DEADLINE_MS = 20_000;

/**
 * Waits until the boot script of every node has written `ready` into the node's folder.
 * @throws ShiftError E_NODE_BOOT with the end of the boot log of a node that failed or did not finish.
 */
export async function waitForBoot(
  { spec, deadNodes }: Pick<RunningLab, "spec" | "deadNodes">,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = new Set(spec.lab.nodes.map(({ name }) => name));
  const haveBooted = await inTime(
    "every node to boot",
    () => {
      for (const name of waiting) {
        if (existsSync(join(spec.folder, name, "ready"))) waiting.delete(name);
      }
      const dead = new Set(deadNodes());
      const culprit = firstFailed(spec, waiting) ?? [...waiting].find((name) => dead.has(name));
      if (culprit !== undefined) throw bootError(spec, culprit);
      return waiting.size === 0;
    },
    { deadlineMs: BOOT_DEADLINE_MS, everyMs: 20, signal },
  );
  if (!haveBooted) throw bootError(spec, [...waiting][0] as string);
}

// A node that fails takes its ends of links with it, so that its neighbours may fail in their turn.
function firstFailed(spec: LabSpec, nodes: ReadonlySet<string>): string | undefined {
  const failed = [...nodes].flatMap((name) => {
    const mark = statSync(join(spec.folder, name, "failed"), { throwIfNoEntry: false });
    return mark ? [{ name, at: mark.mtimeMs }] : [];
  });
  return failed.sort((a, b) => a.at - b.at)[0]?.name;
}

function bootError(spec: LabSpec, name: string): ShiftError {
  const log = join(spec.folder, name, "log", "boot.log");
  const tail = existsSync(log)
    ? readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n")
    : "no boot log";
  return new ShiftError({
    code: "E_NODE_BOOT",
    message: `${name} did not finish its boot script:\n${tail}`,
    hint: `the whole log is ${log}`,
  });
}
