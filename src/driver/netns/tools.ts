import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { ShiftError } from "../../core/index.js";
import type { Lab } from "../../topology/index.js";

/** A program that nodes need, and where it comes from. */
export interface Tool {
  program: string;
  /** Debian package that has it. */
  package: string;
  /** How it tells its version; absent for those that the run document does not name. */
  version?: readonly string[];
}

/** Programs that a lab without containers takes from the host. */
export const TOOLS: readonly Tool[] = [
  { program: "zebra", package: "frr", version: ["--version"] },
  { program: "bgpd", package: "frr" },
  { program: "vtysh", package: "frr" },
  { program: "nginx", package: "nginx-light", version: ["-v"] },
  { program: "iperf", package: "iperf", version: ["-v"] },
  { program: "iperf3", package: "iperf3", version: ["--version"] },
  { program: "curl", package: "curl", version: ["--version"] },
  { program: "tcpdump", package: "tcpdump", version: ["--version"] },
  { program: "ip", package: "iproute2", version: ["-V"] },
  { program: "ethtool", package: "ethtool" },
  { program: "nft", package: "nftables", version: ["--version"] },
  { program: "unshare", package: "util-linux", version: ["--version"] },
  { program: "setpriv", package: "util-linux" },
  { program: "nsenter", package: "util-linux" },
  { program: "pivot_root", package: "util-linux" },
];

const FOLDERS = [
  "/usr/lib/frr",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
];

/** The absolute path of a program in the folders where nodes look; undefined when it is not installed. */
export function findTool(program: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** @throws ShiftError E_PRIVILEGE without root; E_TOOL_MISSING that names every missing program and the packages. */
export function requireTools(lab: Lab): void {
  if (process.geteuid?.() !== 0) {
    throw new ShiftError({
      code: "E_PRIVILEGE",
      message: `lab ${lab.topology} needs root to make namespaces`,
    });
  }
  const missing = TOOLS.filter(({ program }) => findTool(program) === undefined);
  if (missing.length === 0) return;
  throw new ShiftError({
    code: "E_TOOL_MISSING",
    message: `not installed: ${missing.map(({ program }) => program).join(", ")}`,
    hint: installCommand(missing),
  });
}

/** The command that installs these. */
export function installCommand(tools: readonly Tool[]): string {
  return `apt-get install --no-install-recommends ${[...new Set(tools.map((tool) => tool.package))].join(" ")}`;
}

/** Package to version, for the run document. */
export async function toolVersions(): Promise<Record<string, string>> {
  const versions = await Promise.all(
    TOOLS.flatMap(({ program, package: name, version }) => {
      const path = findTool(program);
      return path && version
        ? [readVersion(path, version).then((text) => [name, text] as const)]
        : [];
    }),
  );
  return Object.fromEntries(versions);
}

async function readVersion(path: string, args: readonly string[]): Promise<string> {
  // nginx and iperf answer on standard error, and iperf with an exit code of 1.
  const { all } = await execa(path, args, { reject: false, all: true, stdin: "ignore" });
  return /\d+(?:\.\d+)+[^\s,]*/.exec(all)?.[0] ?? "unknown";
}
