import { existsSync } from "node:fs";
import { ShiftError } from "../core/index.js";

/**
 * @throws ShiftError E_PRIVILEGE when this process is not root's, which alone can make labs and see those of others;
 * E_KERNEL_FEATURE without /proc, where root sees them.
 */
export function requireRoot(): void {
  if (process.geteuid?.() !== 0) throw rootIsMissing();
  if (existsSync("/proc/self")) return;
  throw new ShiftError({
    code: "E_KERNEL_FEATURE",
    message: "/proc is not mounted: processes and settings of the kernel cannot be seen",
    hint: "`mount -t proc proc /proc`, in a chroot too",
  });
}

/** What is told to somebody who would have to be root. */
export function rootIsMissing(cause?: unknown): ShiftError {
  return new ShiftError({
    code: "E_PRIVILEGE",
    message: "labs need root: they make network namespaces and capture packets",
    hint: "run it with sudo; `analyze`, `judge`, `report`, `plan` and `schema` need no root",
    cause,
  });
}
