import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, where they are missing.
 * Not by mkdir's own recursion: on a pseudo file system such as /proc Node 20 never comes back from it, and on a read-only
 * one it tells ENOENT.
 * @throws what mkdir(2) says of the first folder that cannot be made.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (thrown) {
    // Another run may have been first.
    if (!existsSync(path)) throw thrown;
  }
}
