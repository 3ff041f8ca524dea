import { readFileSync } from "node:fs";
import { release, version } from "node:os";
import { missingCapabilities } from "../../capabilities.js";
import { installCommand, missingTools, TOOLS } from "../../netns/tools.js";
import { knownKernelBugs } from "../kernel-bugs.js";
import type { Probe } from "../probe.js";

/** nginx of a device asks for this many connections at once, and an origin's load needs as many. */
const WANTED_FILES = 16_384;

const root: Probe = {
  id: "root",
  title: "root and its capabilities",
  neededFor: "every lab",
  look: async () => {
    const mend =
      "run it with sudo, on the machine itself or in a container started with --privileged";
    const user = process.geteuid?.();
    if (user !== 0) return { state: "missing", detail: `user id ${user ?? "unknown"}`, mend };
    const missing = missingCapabilities();
    return missing.length === 0
      ? { state: "ok", detail: "yes" }
      : { state: "missing", detail: `without ${missing.join(", ")}`, mend };
  },
};

const tools: Probe = {
  id: "tools",
  title: "FRR, nginx, iperf, curl, tcpdump and friends",
  neededFor: "netns",
  look: async () => {
    const missing = missingTools();
    if (missing.length === 0) return { state: "ok", detail: `all ${TOOLS.length} programs` };
    const names = missing.map(({ program }) => program).join(", ");
    return {
      state: "missing",
      detail: `not installed: ${names}`,
      mend: installCommand(...missing.map((tool) => tool.package)),
    };
  },
};

const kernel: Probe = {
  id: "kernel",
  title: "kernel",
  neededFor: "some scenarios",
  look: async () => {
    const bugs = knownKernelBugs(release(), version());
    return { state: bugs.length === 0 ? "ok" : "note", detail: [release(), ...bugs].join("; ") };
  },
};

const openFiles: Probe = {
  id: "open-files",
  title: "open files for each process",
  neededFor: "large runs",
  look: async () => {
    const limit =
      /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? "0";
    const enough = limit === "unlimited" || Number(limit) >= WANTED_FILES;
    return enough
      ? { state: "ok", detail: limit }
      : {
          state: "note",
          detail: `${limit}, of ${WANTED_FILES} wanted`,
          mend: `ulimit -Hn ${WANTED_FILES}`,
        };
  },
};

/** What the host itself is. */
export const hostProbes: readonly Probe[] = [root, kernel, tools, openFiles];
