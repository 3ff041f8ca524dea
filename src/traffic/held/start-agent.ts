import { closeSync, openSync } from "node:fs";
import { projectPath } from "../../core/index.js";
import type { NodeProcess, NodeShell } from "../../driver/index.js";
import type { HeldTraffic } from "../../scenario/index.js";

/** The agent in one file, as it is built: it is a program of its own, also when this module runs from source. */
const AGENT = projectPath("dist/bin/held-agent.js");
/** Node, by the first descriptor that it gets, with a module that runs the one behind the second. */
const ARGV = [
  "/proc/self/fd/3",
  "--input-type=module",
  "--eval",
  'import { readFileSync } from "node:fs"; await import("data:text/javascript;base64," + readFileSync(4, "base64"));',
];

/**
 * Starts the agent of held connections in an origin's network as nobody, as all traffic. Nobody may not enter the folders
 * that Node and the agent can lie in: both are handed over as open files. Node cannot change its own user where the libuv
 * that it was built with may use io_uring (CVE-2024-22017), as in Debian 13.
 */
export function startAgent(origin: NodeShell, { mptcp }: HeldTraffic): NodeProcess {
  const files = [process.execPath, AGENT].map((path) => openSync(path, "r"));
  try {
    return origin.spawn([...(mptcp ? ["mptcpize", "run"] : []), ...ARGV], {
      inside: "net",
      stdin: "pipe",
      capabilities: [],
      files,
    });
  } finally {
    for (const file of files) closeSync(file);
  }
}
