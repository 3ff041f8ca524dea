import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Scope, until } from "../../core/index.js";
import { connectDocker } from "../docker/client.js";
import { ensureDocker } from "../docker-daemon.js";
import { deadRunId } from "../fixtures/dead-run.js";
import { findTool } from "../netns/tools.js";
import { cleanLeftovers, leftoversOf } from "./clean.js";
import { registerRun } from "./registry.js";
import { ownerOf } from "./run-id.js";
import { runProcesses } from "./run-processes.js";

const root = process.geteuid?.() === 0;

describe.skipIf(!root)(`clean${root ? "" : " (skipped: needs root)"}`, () => {
  let scope: Scope;
  let dead: string;

  beforeEach(async () => {
    scope = new Scope();
    dead = await deadRunId();
    expect(ownerOf(dead)).toBe("dead");
  });

  afterEach(() => scope[Symbol.asyncDispose]());

  /** Starts a process that only its environment and arguments tell from others. */
  function sleeper(env: Record<string, string>, ...args: string[]) {
    const child = execa("sh", ["-c", "read -r _", ...args], { reject: false, env, stdin: "pipe" });
    scope.defer("sleeper", async () => {
      child.kill("SIGKILL");
      await child;
    });
    return child;
  }

  function file(path: string): string {
    const made = !existsSync(dirname(path));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
    scope.defer(path, () => rmSync(made ? dirname(path) : path, { recursive: true, force: true }));
    return path;
  }

  test("ends the processes of a dead run and no others", async () => {
    const live = registerRun(scope).id;
    const left = sleeper({ ANYCAST_SHIFT_RUN: dead });
    const others = [
      sleeper({ ANYCAST_SHIFT_RUN: live }),
      sleeper({ ANYCAST_SHIFT_RUN: "mine" }),
      sleeper({ ANYCAST_SHIFT_RUNS: dead }),
      sleeper({ NOTE: `ANYCAST_SHIFT_RUN=${dead}` }),
      sleeper({}, "0", `ANYCAST_SHIFT_RUN=${dead}`),
    ];
    await until(
      "the processes to be seen",
      () => runProcesses().some(({ pid }) => pid === left.pid),
      {
        deadlineMs: 2_000,
      },
    );
    expect(await leftoversOf(dead)).toEqual([`process ${left.pid} of ${dead}: sh -c read -r _`]);
    const { removed, failed, alive } = await cleanLeftovers();
    expect(failed).toEqual([]);
    expect(removed.filter((what) => what.includes(dead))).toEqual([
      `process ${left.pid} of ${dead}: sh -c read -r _`,
    ]);
    expect(await leftoversOf(dead)).toEqual([]);
    expect(alive).toContain(live);
    expect((await left).signal).toMatch(/SIGTERM|SIGKILL/);
    for (const other of others)
      expect(other.exitCode ?? other.signalCode, String(other.spawnargs)).toBeNull();
  });

  test("removes the files that are named after a dead run and no others", async () => {
    const live = registerRun(scope).id;
    const left = [
      file(`/run/netns/clab-shift-${dead}-1-hop1`),
      file(`/etc/ssh/ssh_config.d/clab-shift-${dead}-1.conf`),
      file(`/run/anycast-shift/runs/${dead}/clab-shift-${dead}-1/topology-data.json`),
    ];
    const others = [
      file(`/run/netns/clab-shift-${live}-1-hop1`),
      file("/run/netns/clab-shift-mine-1-hop1"),
      file(`/run/netns/my-${dead}`),
      file("/etc/ssh/ssh_config.d/clab-mine.conf"),
      file("/run/anycast-shift/runs/mine/x"),
    ];
    const { removed, failed } = await cleanLeftovers();
    expect(failed).toEqual([]);
    expect(removed.filter((what) => what.includes(dead))).toEqual([
      `/run/netns/clab-shift-${dead}-1-hop1`,
      `/etc/ssh/ssh_config.d/clab-shift-${dead}-1.conf`,
      `folder of run ${dead}`,
    ]);
    expect(left.filter((path) => existsSync(path))).toEqual([]);
    expect(others.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("says what it could not remove, and goes on", async () => {
    const stuck = `/run/netns/clab-shift-${dead}-1-hop1`;
    mkdirSync(stuck, { recursive: true });
    scope.defer(stuck, () => rmSync(stuck, { recursive: true }));
    const conf = file(`/etc/ssh/ssh_config.d/clab-shift-${dead}-1.conf`);
    const { failed } = await cleanLeftovers();
    expect(failed).toEqual([expect.stringContaining(stuck)]);
    expect(existsSync(conf)).toBe(false);
  });

  const dockerd = findTool("dockerd") !== undefined;
  test.skipIf(!dockerd)(
    `removes the containers of a dead run and no others${dockerd ? "" : " (skipped: no dockerd)"}`,
    async () => {
      const cache = mkdtempSync(join(tmpdir(), "anycast-shift-clean-"));
      vi.stubEnv("XDG_CACHE_HOME", cache);
      scope.defer(cache, () => rmSync(cache, { recursive: true, force: true }));
      const live = registerRun(scope).id;
      const { socket } = await ensureDocker(scope);
      const docker = await connectDocker(socket);
      const tag = `anycast-shift-clean-test-${process.pid}`;
      // An empty archive is a valid image: two zero blocks end a tar.
      const stream = await docker.importImage(Readable.from(Buffer.alloc(1024)), { repo: tag });
      await new Promise((resolve) => stream.on("end", resolve).resume());
      scope.defer(
        "the test's image",
        async () => void (await docker.getImage(tag).remove({ force: true })),
      );
      const container = async (labels: Record<string, string>) => {
        const made = await docker.createContainer({ Image: tag, Cmd: ["none"], Labels: labels });
        scope.defer("container", () => made.remove({ force: true }).catch(() => undefined));
        return made.id;
      };
      await container({ "anycast-shift.run": dead });
      const others = [
        await container({ "anycast-shift.run": live }),
        await container({ "anycast-shift.run": "mine" }),
        await container({ "somebody.run": dead }),
        await container({}),
      ];
      const { failed } = await cleanLeftovers();
      expect(failed).toEqual([]);
      const there = await docker.listContainers({ all: true });
      expect(there.map(({ Id }) => Id).filter((id) => others.includes(id))).toHaveLength(
        others.length,
      );
      expect(there.filter(({ Labels }) => Labels["anycast-shift.run"] === dead)).toEqual([]);
    },
  );
});
