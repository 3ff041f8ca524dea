import { existsSync, lstatSync } from "node:fs";
import { NODE_DIR } from "../../topology/index.js";

/** Where the new root of a node grows until it becomes `/`: a folder that every Linux has and no lab folder lies in. */
export const NEW_ROOT = "/sys";

/** Top folders that hold programs and libraries; symbolic links to /usr where a distribution has merged them. */
const PROGRAM_FOLDERS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** What programs read of /etc: users, names, the linker's cache, and iproute2's names of protocols and tables. */
const ETC_FILES = [
  "alternatives",
  "group",
  "host.conf",
  "iproute2",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "localtime",
  "nsswitch.conf",
  "pam.d",
  "passwd",
  "protocols",
  "security",
  "services",
].map((name) => `/etc/${name}`);

/** The devices that a container gets too (OCI runtime specification, "Default Devices"), and links into /proc. */
const DEVICES = [
  "null",
  "zero",
  "full",
  "random",
  "urandom",
  "tty",
  "fd",
  "stdin",
  "stdout",
  "stderr",
].map((name) => `/dev/${name}`);

/** Parts of /proc that change the whole machine: read-only, as Docker has them for containers that are not privileged. */
const READ_ONLY_PROC = ["bus", "fs", "irq", "sys", "sysrq-trigger"];

const QUIET = "nosuid,nodev,noexec";

/**
 * The file tree of a node as an fstab(5): a memory file system, the host's programs read-only, the node's own folder
 * at /lab, and its own /proc and /sys. Nothing else of the host is to be seen.
 * @param source names the memory file system in every mount list, so that it can be told whose it is.
 */
export function nodeFstab(nodeFolder: string, source: string): string {
  const at = (path: string) => `${NEW_ROOT}${path}`;
  const mounts = [
    [source, NEW_ROOT, "tmpfs", "nosuid,mode=755"],
    ...["/usr", ...PROGRAM_FOLDERS.filter(isRealFolder)].map((path) =>
      bindMount(path, path, "ro,nosuid,nodev"),
    ),
    bindMount(nodeFolder, NODE_DIR, "nosuid,nodev"),
    ["proc", at("/proc"), "proc", `${QUIET},X-mount.mkdir`],
    ...READ_ONLY_PROC.filter((name) => existsSync(`/proc/${name}`)).map((name) =>
      bindMount(at(`/proc/${name}`), `/proc/${name}`, `ro,${QUIET}`),
    ),
    ["sysfs", at("/sys"), "sysfs", `ro,${QUIET},X-mount.mkdir`],
  ];
  return mounts.map((fields) => `${fields.map(escapeField).join(" ")} 0 0\n`).join("");
}

/** The host's files that a node gets copies of: only those that this host has. */
export function copiedFiles(): string[] {
  return [...PROGRAM_FOLDERS.filter(isLink), ...ETC_FILES, ...DEVICES].filter((path) =>
    lstatSync(path, { throwIfNoEntry: false }),
  );
}

function bindMount(from: string, to: string, options: string): string[] {
  return [from, `${NEW_ROOT}${to}`, "none", `bind,${options},X-mount.mkdir`];
}

function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

// fstab(5): blanks and backslashes in a field are written in octal.
function escapeField(field: string): string {
  return field.replace(
    /[\s\\#]/g,
    (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}
