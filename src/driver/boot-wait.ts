import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ShiftError, until } from "../core/index.js";
import type { LabSpec } from "./driver.js";

const BOOT_DEADLINE_MS = 20_000;

/**
 * Waits until the boot script of every node has written `ready` into the node's folder.
 * @throws ShiftError E_NODE_BOOT with the end of the boot log of a node that failed or did not finish.
 */
export async function waitForBoot(
  spec: LabSpec,
  isAlive: (node: string) => boolean,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = new Set(spec.lab.nodes.map(({ name }) => name));
  try {
    await until(
      "every node to boot",
      () => {
        for (const name of waiting) {
          if (existsSync(join(spec.folder, name, "ready"))) waiting.delete(name);
          else if (existsSync(join(spec.folder, name, "failed")) || !isAlive(name))
            throw bootError(spec, name);
        }
        return waiting.size === 0;
      },
      { deadlineMs: BOOT_DEADLINE_MS, everyMs: 20, signal },
    );
  } catch (thrown) {
    if (thrown instanceof ShiftError && thrown.code === "E_TIMEOUT")
      throw bootError(spec, [...waiting][0] as string);
    throw thrown;
  }
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
