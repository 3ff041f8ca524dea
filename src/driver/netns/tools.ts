import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { ShiftError } from "../../core/index.js";
import { NODE_FOLDERS, NODE_PATH } from "../node-path.js";

/** A program that nodes need, and where it comes from. */
export interface Tool {
  program: string;
  /** Debian package that has it. */
  package: string;
}

/** Programs that a lab without containers takes from the host. */
export const TOOLS: readonly Tool[] = [
  { program: "zebra", package: "frr" },
  { program: "bgpd", package: "frr" },
  { program: "vtysh", package: "frr" },
  { program: "nginx", package: "nginx-light" },
  { program: "iperf", package: "iperf" },
  { program: "iperf3", package: "iperf3" },
  { program: "curl", package: "curl" },
  { program: "tcpdump", package: "tcpdump" },
  { program: "ip", package: "iproute2" },
  { program: "ethtool", package: "ethtool" },
  { program: "tc", package: "iproute2" },
  { program: "ss", package: "iproute2" },
  { program: "nft", package: "nftables" },
  { program: "sysctl", package: "procps" },
  { program: "unshare", package: "util-linux" },
  { program: "setpriv", package: "util-linux" },
  { program: "nsenter", package: "util-linux" },
  { program: "pivot_root", package: "util-linux" },
];

/** FRR's daemons are in no PATH; the boot script knows where they are. */
const DAEMONS = "/usr/lib/frr";

/** The absolute path of a program in the folders where nodes look; undefined when it is not installed. */
export function findTool(program: string): string | undefined {
  return [...NODE_FOLDERS, DAEMONS]
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

/** Those of TOOLS that are not installed. */
export function missingTools(): Tool[] {
  return TOOLS.filter(({ program }) => findTool(program) === undefined);
}

/** @throws ShiftError E_TOOL_MISSING that names every missing program and the packages. */
export function requireTools(): void {
  const missing = missingTools();
  if (missing.length === 0) return;
  throw new ShiftError({
    code: "E_TOOL_MISSING",
    message: `not installed: ${missing.map(({ program }) => program).join(", ")}`,
    hint: installCommand(...missing.map((tool) => tool.package)),
  });
}

/** The command that installs Debian packages. */
export function installCommand(...packages: readonly string[]): string {
  return `apt-get install --no-install-recommends ${[...new Set(packages)].join(" ")}`;
}

/** Versions of what makes the nodes; what runs inside them is asked there. */
export async function toolVersions(): Promise<Record<string, string>> {
  const result = await execa("unshare", ["--version"], {
    reject: false,
    stdin: "ignore",
    env: { PATH: NODE_PATH },
  });
  const version = result.failed ? undefined : /\d+(?:\.\d+)+/.exec(result.stdout)?.[0];
  return { "util-linux": version ?? "unknown" };
}
