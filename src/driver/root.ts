import { ShiftError } from "../core/index.js";

/** @throws ShiftError E_PRIVILEGE when this process is not root's, which alone can make labs and see those of others. */
export function requireRoot(): void {
  if (process.geteuid?.() !== 0) throw rootIsMissing();
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
