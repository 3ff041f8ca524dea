import { existsSync, mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { projectPath, Scope, until } from "../../core/index.js";
import { takeAudit } from "../audit/audit.js";
import { leftoversSince } from "../audit/leftovers.js";
import { newRunId } from "../clean/run-id.js";
import { runProcesses } from "../clean/run-processes.js";
import type { LabSpec, RunningLab } from "../driver.js";
import { netnsOwner, whyNoNetns } from "../fixtures/netns-lab.js";
import { smallLab } from "../fixtures/small-lab.js";
import { netnsDriver } from "./driver.js";

const reason = whyNoNetns();

describe.skipIf(reason !== undefined)(`netns driver${reason ? ` (${reason})` : ""}`, () => {
  let folder: string;
  let spec: LabSpec;
  let scope: Scope;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anycast shift netns-"));
    spec = smallLab(folder, newRunId());
    scope = new Scope();
  });

  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("a lab that is up", () => {
    let lab: RunningLab;
    const run = (node: string, ...argv: string[]) => lab.node(node).exec(argv);

    beforeEach(async () => {
      lab = await netnsDriver().deploy(spec, scope);
    });

    test("has its links and addresses, and packets pass", async () => {
      const links = JSON.parse(await run("hop", "ip", "-j", "link")) as Record<string, unknown>[];
      const node = spec.lab.nodes.find(({ name }) => name === "hop");
      expect(links.map(({ ifname }) => ifname)).toEqual(["lo", "eth1", "eth2", "eth3"]);
      for (const { name, mac } of node?.interfaces ?? []) {
        const link = links.find(({ ifname }) => ifname === name);
        expect(link).toMatchObject({ address: mac, mtu: 1500, operstate: "UP" });
      }
      await run("origin", "ping", "-c", "1", "-W", "2", "198.51.100.1");
      await run("origin", "ping", "-c", "1", "-W", "2", "2001:db8:a:1::1");
    });

    test("has its sysctls, set before its links were made", async () => {
      expect((await run("hop", "sysctl", "-n", "net.ipv4.fib_multipath_hash_fields")).trim()).toBe(
        "55",
      );
      expect((await run("dest1", "sysctl", "-n", "net.ipv6.conf.eth1.accept_dad")).trim()).toBe(
        "0",
      );
    });

    test("keeps its IPv6 addresses when a link goes down and comes up again", async () => {
      const addresses = () =>
        run("hop", "ip", "-6", "-o", "addr", "show", "dev", "eth1", "scope", "global");
      const before = (await addresses()).match(/inet6 \S+/g);
      expect(before).toHaveLength(1);
      await run("hop", "ip", "link", "set", "eth1", "down");
      await run("hop", "ip", "link", "set", "eth1", "up");
      expect((await addresses()).match(/inet6 \S+/g)).toEqual(before);
    });

    test("sees nothing of the host but its programs", async () => {
      expect((await run("hop", "hostname")).trim()).toBe("hop");
      expect((await run("hop", "ls", "/")).split("\n").toSorted()).not.toContain("home");
      expect((await run("hop", "ls", "/etc/frr")).trim()).toBe("vtysh.conf");
      expect((await run("hop", "cat", "/proc/1/cmdline")).replaceAll("\0", " ").trim()).toBe(
        "sh /lab/boot",
      );
      expect((await run("dest1", "pgrep", "-c", "zebra")).trim()).toBe("1");
      // In /proc and /sys nobody can make files: whether what is there can be written is another question.
      for (const path of ["/usr", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys"]) {
        const { exitCode, stderr } = await lab.node("hop").try(["test", "-w", path]);
        expect([exitCode, stderr], path).toEqual([1, ""]);
      }
      await run("hop", "test", "-w", "/etc/frr");
    });

    test("gives its nodes no more rights than containers have", async () => {
      const rights = await Promise.all(
        ["origin", "hop"].map(async (node) =>
          capabilities(await run(node, "cat", "/proc/1/status")),
        ),
      );
      // Docker's default set is 0xa80425fb; NET_ADMIN is bit 12, SYS_ADMIN bit 21.
      expect(rights).toEqual([
        0xa804_25fbn | (1n << 12n),
        0xa804_25fbn | (1n << 12n) | (1n << 21n),
      ]);
      expect(await run("hop", "cat", "/proc/1/status")).toMatch(/NoNewPrivs:\s1/);
    });

    test("serves", async () => {
      expect((await run("dest1", "curl", "--silent", "http://[::1]/who")).trim()).toBe("dest1");
      expect(await run("dest1", "vtysh", "-c", "show version")).toContain("FRRouting");
    });

    test("tells a node whose first process ended", async () => {
      expect(lab.deadNodes()).toEqual([]);
      process.kill(lab.node("dest1").pid, "SIGKILL");
      await until("the node to be missed", () => lab.deadNodes().includes("dest1"), {
        deadlineMs: 2_000,
      });
    });

    test("is gone after its removal, with what a capture left in it", async () => {
      const capture = lab.node("hop").spawn(["sleep", "600"], { inside: "net" });
      await until(
        "the capture to be inside",
        () => netOf(capture.process.pid) === netOf(lab.node("hop").pid),
        {
          deadlineMs: 2_000,
        },
      );
      const pids = spec.lab.nodes.map(({ name }) => lab.node(name).pid);
      await lab.destroy();
      expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
      expect((await capture.process).signal).toBe("SIGKILL");
      expect(runProcesses().filter(({ runId }) => runId === spec.runId)).toEqual([]);
    });

    test("is not called gone while somebody else is inside", async () => {
      const stranger = execa("nsenter", ["-t", String(lab.node("hop").pid), "-n", "sleep", "600"], {
        reject: false,
      });
      await until(
        "the stranger to be inside",
        () => netOf(stranger.pid) === netOf(lab.node("hop").pid),
        {
          deadlineMs: 2_000,
        },
      );
      await expect(lab.destroy()).rejects.toThrow(`is kept alive by process ${stranger.pid}`);
      stranger.kill("SIGKILL");
      await stranger;
    });
  });

  test("comes up whatever the caller's PATH is", async () => {
    vi.stubEnv("PATH", "/nowhere");
    try {
      const lab = await netnsDriver().deploy(spec, scope);
      expect(lab.deadNodes()).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("leaves the host as it was", async () => {
    const before = await takeAudit();
    await netnsDriver().deploy(spec, scope);
    await scope[Symbol.asyncDispose]();
    expect(await leftoversSince(before, spec.runId)).toEqual([]);
  });

  test("takes the lab with it when its process is killed", async () => {
    const [program = "", ...args] = netnsOwner(folder);
    const other = execa(program, args, { cwd: projectPath(), reject: false, buffer: false });
    let runId = "";
    other.stdout.on("data", (chunk: Buffer) => {
      runId += chunk.toString();
    });
    await until("the other process to have its lab", () => runId.endsWith("\n"), {
      deadlineMs: 30_000,
    });
    const left = () => runProcesses().filter((process) => process.runId === runId.trim());
    expect(left().length).toBeGreaterThan(6);
    other.kill("SIGKILL");
    await other;
    await until("its lab to be gone", () => left().length === 0, { deadlineMs: 5_000 });
  });

  test("runs two labs side by side that do not meet", async () => {
    const otherFolder = mkdtempSync(join(tmpdir(), "anycast-shift-netns-"));
    const other = smallLab(otherFolder, newRunId());
    try {
      const [one, two] = await Promise.all(
        [spec, other].map((which) => netnsDriver().deploy(which, scope)),
      );
      await one?.node("origin").exec(["ip", "addr", "add", "198.18.99.1/32", "dev", "lo"]);
      expect(await two?.node("origin").exec(["ip", "addr"])).not.toContain("198.18.99.1");
      expect((await two?.node("dest1").exec(["pgrep", "-c", "nginx"]))?.trim()).toBe("2");
    } finally {
      await scope[Symbol.asyncDispose]();
      rmSync(otherFolder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(reason !== undefined)("labs of one run, one after the other", () => {
  // The kernel gives the numbers of namespaces that are gone to the next ones at once.
  test("the removal of one leaves the next alone, which is being made", async () => {
    const runId = newRunId();
    const folders = ["a", "b"].map((name) => mkdtempSync(join(tmpdir(), `anycast-shift-${name}-`)));
    const specs = folders.map((folder) => smallLab(folder, runId));
    const scope = new Scope();
    try {
      let running = await netnsDriver().deploy(specs[0] as LabSpec, scope);
      for (let round = 1; round <= 12; round++) {
        const next = netnsDriver().deploy(specs[round % 2] as LabSpec, scope);
        await running.destroy();
        running = await next;
        expect(running.deadNodes()).toEqual([]);
      }
    } finally {
      await scope[Symbol.asyncDispose]();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    }
  });
});

function capabilities(status: string): bigint {
  return BigInt(`0x${/CapBnd:\s+([0-9a-f]+)/.exec(status)?.[1] ?? "0"}`);
}

function netOf(pid: number | undefined): string {
  return readlinkSync(`/proc/${pid}/ns/net`);
}
