import { createHash } from "node:crypto";
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { namesIn } from "../names-in.js";

/** Name to value of one kind of object. */
export type State = Map<string, string>;

/** What containerlab keeps in /etc/hosts for each lab with a management network, which those of this tool have not. */
const ENTRIES_OF_LABS = /^###### CLAB-(\S+)-START ######\n.*?^###### CLAB-\1-END ######\n/gms;

const SYSCTLS = "/proc/sys/net";
/** Counters among the settings. */
const COUNTERS = new Set(["net.netfilter.nf_conntrack_count"]);

/** Every network sysctl of the host that can be read. */
export function sysctls(): State {
  const state: State = new Map();
  const visit = (folder: string) => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        visit(path);
        continue;
      }
      const name = path.slice("/proc/sys/".length).replaceAll("/", ".");
      const value = readText(path);
      if (value !== undefined && !COUNTERS.has(name)) state.set(name, value.trim());
    }
  };
  visit(SYSCTLS);
  return state;
}

// A link of somebody else's can go between its listing and its reading, and its settings with it.
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}

/** Mount point to source and type, as this process sees them (proc_pid_mountinfo(5)). */
export function mounts(): State {
  const lines = readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [left = "", right = ""] = line.split(" - ");
      const [, , , root, point] = left.split(" ");
      const [type, source] = right.split(" ");
      return [point ?? "", `${type} ${source} ${root}`];
    }),
  );
}

/** Named network namespaces: what `ip netns` lists, and what containerlab puts there. */
export function namedNamespaces(): State {
  return new Map(namesIn("/run/netns").map((name) => [name, ""]));
}

/** Files that containerlab edits or adds, with a digest of what they hold. */
export function hostFiles(): State {
  const paths = ["/etc/hosts", "/etc/resolv.conf", ...filesBelow("/etc/ssh")];
  return new Map(paths.map((path) => [path, fingerprint(path)]));
}

function filesBelow(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ? filesBelow(path) : [path];
  });
}

/** A digest of a file, apart from what containerlab keeps there for labs of others. */
export function fingerprint(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    return `link to ${readlinkSync(path)}`;
  const text = readText(path)?.replaceAll(ENTRIES_OF_LABS, "");
  return text === undefined
    ? "unreadable"
    : createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
