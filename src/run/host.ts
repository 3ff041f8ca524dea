import { existsSync, readFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import type { LabDriver, RunningLab } from "../driver/index.js";
import { HASH_SEED, type KernelFeatures } from "../topology/index.js";
import type { RunDocument } from "../verdict/index.js";
import { programVersion } from "./program.js";

/** What this kernel has of what a lab can use. */
export function kernelFeatures(): KernelFeatures {
  return { hashSeed: existsSync(`/proc/sys/${HASH_SEED.replaceAll(".", "/")}`) };
}

/** Facts of the host for the run document. */
export async function hostFacts(driver: LabDriver): Promise<RunDocument["host"]> {
  return {
    kernel: `${type()} ${release()}`,
    system: systemName(),
    cpus: cpus().length,
    versions: {
      "anycast-shift": programVersion(),
      node: process.version,
      ...(await driver.versions()),
    },
  };
}

function systemName(): string {
  // os-release(5): the file is there or the other one is, and some systems have neither.
  const file = ["/etc/os-release", "/usr/lib/os-release"].find((path) => existsSync(path));
  const text = file === undefined ? "" : readFileSync(file, "utf8");
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? "unknown";
}

// Command and the part of its output that is the version; all in the node's own file system.
const NODE_TOOLS: Record<string, [string[], RegExp]> = {
  frr: [["/usr/lib/frr/bgpd", "--version"], /version (\S+)/],
  nginx: [["nginx", "-v"], /nginx\/(\S+)/],
  iproute2: [["ip", "-V"], /iproute2-([^\s,]+)/],
  nftables: [["nft", "--version"], /v(\S+)/],
  curl: [["curl", "--version"], /curl (\S+)/],
  iperf: [["iperf", "--version"], /version (\S+)/],
  iperf3: [["iperf3", "--version"], /iperf (\S+)/],
};

const SILENT = { stdout: "", stderr: "" };

/** Versions of the tools that the nodes of a lab run; "unknown" of one that does not tell it: it is no reason not to run. */
export async function nodeVersions(
  running: RunningLab,
  device: string,
): Promise<Record<string, string>> {
  const entries = await Promise.all(
    Object.entries(NODE_TOOLS).map(async ([tool, [argv, pattern]]) => {
      const { stdout, stderr } = await running
        .node(device)
        .try(argv)
        .catch(() => SILENT);
      return [tool, pattern.exec(`${stdout}${stderr}`)?.[1] ?? "unknown"] as const;
    }),
  );
  return Object.fromEntries(entries);
}
