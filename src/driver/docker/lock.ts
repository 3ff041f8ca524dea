import { once } from "node:events";
import { execa } from "execa";
import { ShiftError } from "../../core/index.js";

const LOCK_DEADLINE_S = 120;

/**
 * Runs a step while holding an exclusive lock on a file that other processes of this host respect. The lock falls with
 * this process, however that ends.
 * @throws ShiftError E_DOCKER when another process keeps the lock for two minutes, E_TOOL_MISSING without flock(1).
 */
export async function withLock<T>(file: string, step: () => Promise<T>): Promise<T> {
  // Node has no flock(2). flock(1) holds the lock while cat runs, and cat runs until our end of its input closes.
  const holder = execa("flock", ["--timeout", String(LOCK_DEADLINE_S), file, "cat"], {
    reject: false,
    buffer: false,
    // Ctrl-C must not take the lock away while this process still cleans up.
    detached: true,
  });
  holder.stdin.write("\n");
  // The echo proves that cat runs, so that the lock is held; an end without it, that it is not.
  const echoed = once(holder.stdout, "data").then(() => true);
  const isHeld = await Promise.race([echoed, holder.then(() => false)]);
  try {
    if (!isHeld) {
      const { shortMessage, code } = await holder;
      if (code === "ENOENT") {
        throw new ShiftError({
          code: "E_TOOL_MISSING",
          message: "not installed: flock",
          hint: "apt-get install --no-install-recommends util-linux",
        });
      }
      throw new ShiftError({
        code: "E_DOCKER",
        message: `${file} could not be locked: ${shortMessage}`,
      });
    }
    return await step();
  } finally {
    holder.stdin.end();
    await holder;
  }
}
