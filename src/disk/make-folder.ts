import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, where they are missing.
 * Not by mkdir's own recursion: on a pseudo file system such as /proc Node 20 never comes back from it, and on a read-only
 * one it tells ENOENT.
 * @param mode of those that are made, less the umask
 * @throws what mkdir(2) says of the first folder that cannot be made, or that a link leads nowhere.
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (thrown) {
    // Another run may have been first.
    if (existsSync(path)) return;
    if ((thrown as NodeJS.ErrnoException).code === "EEXIST")
      throw new Error(`${path} is a symbolic link that leads nowhere`);
    throw thrown;
  }
}
