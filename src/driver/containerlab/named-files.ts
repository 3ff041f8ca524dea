import { join } from "node:path";
import { namesIn } from "../names-in.js";

/** Where containerlab leaves files whose names begin with the name of a lab, and so hold the id of its run. */
const FOLDERS = ["/run/netns", "/etc/ssh/ssh_config.d"];
const PREFIX = "clab-";

/** Absolute paths of the files that containerlab made for labs which this names. */
export function filesNamedAfterLabs(isWanted: (name: string) => boolean): string[] {
  return FOLDERS.flatMap((folder) =>
    namesIn(folder)
      .filter((name) => name.startsWith(PREFIX) && isWanted(name.slice(PREFIX.length)))
      .map((name) => join(folder, name)),
  );
}
