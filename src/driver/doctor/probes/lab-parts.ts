import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, Scope, ShiftError } from "../../../core/index.js";
import { type Lab, type LabNode, labFiles } from "../../../topology/index.js";
import { newRunId } from "../../clean/run-id.js";
import type { LabSpec } from "../../driver.js";
import { netnsDriver } from "../../netns/driver.js";
import { findTool, installCommand } from "../../netns/tools.js";
import { attempt, findingOf } from "../attempt.js";
import type { Finding, Probe } from "../probe.js";

const ANOTHER_PLACE = "run on the machine itself, or in a container started with --privileged";

const namespaces: Probe = {
  id: "namespaces",
  title: "namespaces (network, mount, process, host name, IPC)",
  neededFor: "netns",
  look: async () => {
    const spaces = ["--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"];
    return findingOf(await attempt(["true"], "", spaces), () => ANOTHER_PLACE);
  },
};

const node: Probe = {
  id: "node",
  title: "a whole node: file tree of its own, fewer rights",
  neededFor: "netns",
  look: async () => {
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-doctor-"));
    try {
      return await tryNode(folder);
    } catch (thrown) {
      const mend =
        thrown instanceof ShiftError && thrown.code === "E_TOOL_MISSING" ? thrown.hint : undefined;
      return { state: "missing", detail: messageOf(thrown), mend: mend ?? ANOTHER_PLACE };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const capture: Probe = {
  id: "capture",
  title: "packets can be captured",
  neededFor: "every lab",
  look: async () => {
    // Listing the link types opens the interface as a capture does.
    const listing = await attempt(["sh", "-c", "ip link set lo up && tcpdump -i lo -L"]);
    return findingOf(listing, () => installCommand("tcpdump"));
  },
};

// A listening socket serves as well as a connection: the kernel ends both by the same request (SOCK_DESTROY). ss prints
// those that it could end and passes over the others in silence.
const ENDS_NONE = "ss -K ends no socket";
const KILL_A_SOCKET = `
const end = (why) => { console.error(why); process.exit(why === "" ? 0 : 1); };
const listener = net.createServer();
listener.once("error", ({ message }) => end("no socket to end: " + message));
listener.listen(0, () => {
  // What ends the socket is an error of the listener.
  listener.removeAllListeners("error").on("error", () => undefined);
  const one = "sport = :" + listener.address().port;
  child_process.execFile("ss", ["-KHltn", one], (error, ended) => {
    end(error?.message ?? (ended.trim() === "" ? "${ENDS_NONE}" : ""));
  });
});
`;

const socketKill: Probe = {
  id: "socket-kill",
  title: "sockets of an earlier case can be ended",
  neededFor: "every lab",
  look: async () =>
    findingOf(await attempt([process.execPath, "--eval", KILL_A_SOCKET]), mendSocketKill),
};

function mendSocketKill(said: string): string {
  if (said === ENDS_NONE) return "boot a kernel built with CONFIG_INET_DIAG_DESTROY";
  const hasSs = findTool("ss") !== undefined;
  return hasSs ? ANOTHER_PLACE : installCommand("iproute2");
}

/** The parts that labs are made of, each made once and thrown away. */
export const labPartProbes: readonly Probe[] = [namespaces, node, capture, socketKill];

async function tryNode(folder: string): Promise<Finding> {
  const runId = newRunId();
  const lab: Lab = {
    topology: "doctor",
    title: "one node",
    vip: { 4: "", 6: "" },
    nodes: [LONE_NODE],
    links: [],
  };
  const spec: LabSpec = {
    lab,
    name: `shift-${runId}`,
    runId,
    folder,
    features: { hashSeed: false },
  };
  const files = labFiles(lab, {
    name: spec.name,
    image: "none",
    labels: {},
    features: spec.features,
  });
  mkdirSync(join(folder, LONE_NODE.name, "log"), { recursive: true });
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  await using scope = new Scope();
  const running = await netnsDriver().deploy(spec, scope);
  await running.destroy();
  return { state: "ok", detail: "works" };
}

const LONE_NODE: LabNode = {
  name: "probe",
  role: "origin",
  ecmp: false,
  image: undefined,
  asn: 0,
  routerId: "",
  ttl: 64,
  hashSeed: 0,
  interfaces: [],
  loopback: [],
  staticRoutes: [],
  networks: [],
  prepend: [],
};
