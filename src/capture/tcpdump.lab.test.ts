import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { Scope, until } from "../core/index.js";
import { NodeShell, namespaceOf } from "../driver/index.js";
import { startCapture } from "./tcpdump.js";

const TIMES = 60;
const isRoot = process.geteuid?.() === 0;
// Packets that the capture leaves out, as those of BGP: a thousand in a second.
const SERVER = ["sh", "-c", "ip link set lo up && exec iperf3 --server --port 179"];
const CLIENT = ["iperf3", "--client", "127.0.0.1", "--port", "179"].concat([
  "--time",
  "300",
  "--bitrate",
  "1M",
  "--length",
  "100",
  "--no-delay",
]);

// More packets than a capture's buffer holds, as fast as they can be sent.
const FLOOD = "exec dd if=/dev/zero bs=64 count=100000 status=none > /dev/udp/192.0.2.2/9";
// Nobody is behind it: what is sent leaves without ARP.
const LINK = ["add eth1 type veth peer name eth2", "set eth2 up", "set eth1 arp off up"];

/** A network namespace of its own with such traffic. */
async function busyNode(scope: Scope): Promise<NodeShell> {
  const server = execa("unshare", ["--net", "--", ...SERVER], { reject: false });
  scope.defer("namespace", async () => {
    server.kill();
    await server;
  });
  const node = new NodeShell("busy", server.pid as number, "test", "-all");
  const run = (...argv: string[]) => node.try(argv, { inside: "net" });
  // Before it has left the host's namespace, what is asked of it is asked of the host.
  const host = namespaceOf(process.pid, "net");
  await until("a namespace", () => namespaceOf(node.pid, "net") !== host, { deadlineMs: 5000 });
  await until(
    "the server to listen",
    async () => (await run("ss", "-Hltn", "sport = :179")).stdout !== "",
    { deadlineMs: 5000 },
  );
  const client = node.spawn(CLIENT, { inside: "net", stdout: "ignore" });
  scope.defer("client", async () => {
    client.signal("SIGKILL");
    await client.process;
  });
  await until(
    "the client to send",
    async () => {
      return (await run("ss", "-Htn", "state", "established", "dport = :179")).stdout.includes(
        ":179",
      );
    },
    { deadlineMs: 5000 },
  );
  return node;
}

// tcpdump counts as received what came before its filter was in place; of 80 times that was something in 11.
test.skipIf(!isRoot)(
  `a capture that is armed amid other packets can be stopped${isRoot ? "" : " (skipped: needs root)"}`,
  async () => {
    await using scope = new Scope();
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-capture-"));
    scope.defer("folder", () => rmSync(folder, { recursive: true }));
    const node = await busyNode(scope);
    for (let time = 0; time < TIMES; time++) {
      const capture = await startCapture(node, "lo", join(folder, "lo.pcap"), scope);
      expect(await capture.stop()).toEqual({ packets: 0, dropped: 0 });
    }
  },
);

// Kernels count what they drop as received, too.
test.skipIf(!isRoot)(
  `a capture that lost packets is stopped, and says how many${isRoot ? "" : " (skipped: needs root)"}`,
  async () => {
    await using scope = new Scope();
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-capture-"));
    scope.defer("folder", () => rmSync(folder, { recursive: true }));
    const node = await busyNode(scope);
    for (const link of LINK) await node.exec(["ip", "link", ...link.split(" ")], { inside: "net" });
    await node.exec(["ip", "address", "add", "192.0.2.1/24", "dev", "eth1"], { inside: "net" });
    const capture = await startCapture(node, "eth1", join(folder, "eth1.pcap"), scope);
    const tcpdump = Number(captureOf(process.pid));
    process.kill(tcpdump, "SIGSTOP");
    await node.exec(["bash", "-c", FLOOD], { inside: "net" });
    process.kill(tcpdump, "SIGCONT");
    const { packets, dropped } = await capture.stop();
    expect(packets).toBeGreaterThan(0);
    expect(dropped).toBeGreaterThan(0);
  },
);

test.skipIf(!isRoot)(
  `a capture ends with the process that started it, however that ends${isRoot ? "" : " (skipped: needs root)"}`,
  async () => {
    await using scope = new Scope();
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-capture-"));
    scope.defer("folder", () => rmSync(folder, { recursive: true }));
    const program = ["--import", "./scripts/ts-node.mjs", "src/capture/fixtures/capture-owner.ts"];
    const owner = execa(
      "unshare",
      ["--net", "--", process.execPath, ...program, join(folder, "lo.pcap")],
      { reject: false, buffer: false },
    );
    await Promise.race([once(owner.stdout, "data"), owner]);
    const capture = captureOf(owner.pid);
    expect(commandOf(capture)).toContain("tcpdump");
    owner.kill("SIGKILL");
    await owner;
    await until("the capture to end", () => commandOf(capture) === "", { deadlineMs: 5000 });
  },
);

/** The process id of the tcpdump that a process has started; empty where it has none. */
function captureOf(pid: number | undefined): string {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return children.find((child) => commandOf(child).startsWith("tcpdump")) ?? "";
}

/** The command line of a process; empty once it has ended. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
