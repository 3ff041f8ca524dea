import { fileURLToPath } from "node:url";

/**
 * Where something of the project lies, by its path from the project's folder, as `scenarios/article`.
 * It is found from two folders below: src/core, dist/core, and dist/bin and dist/library, where this module is put together
 * with others.
 */
export function projectPath(path = ""): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
