import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Docker from "dockerode";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { projectPath, Scope, until } from "../core/index.js";
import { listContainers } from "./clean/docker-objects.js";
import { RUN_LABEL } from "./containerlab/containers.js";
import { dockerVersion } from "./docker/ping.js";
import { privateDaemonPlaces } from "./docker/private-daemon.js";
import { ensureDocker, hostDocker, stopAbandonedDocker } from "./docker-daemon.js";
import { findProcesses, identify, isAlive } from "./process.js";
import { cacheDir } from "./provision.js";

const DOCKER_USER = fileURLToPath(new URL("fixtures/docker-user.ts", import.meta.url));
const DEAD_RUN = "of-another-boot";
const STRAYS = ["/etc/docker", "/opt/containerd", "/run/containerd", "/run/docker"];

const reason = await whyNot();

describe.skipIf(reason !== undefined)(
  `private Docker daemon${reason ? ` (${reason})` : ""}`,
  () => {
    let cache: string;

    beforeEach(() => {
      cache = mkdtempSync(join(tmpdir(), "anycast-shift-docker-"));
      vi.stubEnv("XDG_CACHE_HOME", cache);
      vi.stubEnv("DOCKER_HOST", undefined);
    });

    afterEach(async () => {
      await stopAbandonedDocker();
      rmSync(cache, { recursive: true, force: true });
    });

    test("ends with its last user and leaves the host as it was", async () => {
      const before = hostState();
      const [first, second] = [new Scope(), new Scope()];
      const [one, two] = await Promise.all([ensureDocker(first), ensureDocker(second)]);
      expect(one).toEqual(two);
      expect(one.own).toBe(true);
      expect(daemons()).toHaveLength(1);

      await first[Symbol.asyncDispose]();
      expect(await new Docker({ socketPath: two.socket }).ping()).toBeTruthy();
      expect(await stopAbandonedDocker()).toBe(false);

      await second[Symbol.asyncDispose]();
      expect(daemons()).toEqual([]);
      expect(existsSync(privateDaemonPlaces().runtime)).toBe(false);
      expect(hostState()).toEqual(before);
    });

    test("is not started when the daemon of DOCKER_HOST answers", async () => {
      await using scope = new Scope();
      const { socket, version } = await ensureDocker(scope);
      vi.stubEnv("DOCKER_HOST", `unix://${socket}`);
      vi.stubEnv("XDG_CACHE_HOME", join(cache, "another"));
      await using other = new Scope();
      expect(await ensureDocker(other)).toEqual({ socket, own: false, version });
      expect(existsSync(privateDaemonPlaces().runtime)).toBe(false);
      vi.stubEnv("XDG_CACHE_HOME", cache);
    });

    test("is stopped by the next user when the one that started it was killed", async () => {
      const user = execa("node", [`--import=${projectPath("scripts/ts-node.mjs")}`, DOCKER_USER], {
        cwd: projectPath(),
        reject: false,
        buffer: false,
      });
      await until(
        "the other user to have its daemon",
        () => daemons().length === 1 && readdirSync(privateDaemonPlaces().users).length === 1,
        {
          deadlineMs: 30_000,
        },
      );
      expect(await stopAbandonedDocker()).toBe(false);
      user.kill("SIGKILL");
      await user;
      expect(daemons()).toHaveLength(1);
      expect(await stopAbandonedDocker()).toBe(true);
      expect(daemons()).toEqual([]);
    });

    test("that is slow and in use is waited for", async () => {
      await using scope = new Scope();
      const first = await ensureDocker(scope);
      const before = daemons();
      const signal = (name: NodeJS.Signals) => {
        for (const { pid } of before) process.kill(pid, name);
      };
      signal("SIGSTOP");
      try {
        const second = ensureDocker(scope);
        await until(
          "the second user to be registered",
          () => readdirSync(privateDaemonPlaces().users).length === 2,
          { deadlineMs: 10_000 },
        );
        // The second user has asked before, and has no answer either.
        expect(await dockerVersion(first.socket)).toBeUndefined();
        signal("SIGCONT");
        expect(await second).toEqual(first);
      } finally {
        signal("SIGCONT");
      }
      expect(daemons()).toEqual(before);
    });

    test("that was killed itself is replaced, and its containers are ended and go", async () => {
      await using scope = new Scope();
      const { socket } = await ensureDocker(scope);
      const container = await startSleeper(socket);
      expect(await listContainers(socket)).toMatchObject([{ runId: DEAD_RUN }]);
      for (const { pid } of daemons()) process.kill(pid, "SIGKILL");
      await until("the daemon to end", () => daemons().length === 0, { deadlineMs: 5_000 });
      expect(isAlive(container)).toBe(true);

      const again = await ensureDocker(scope);
      expect(again.socket).toBe(socket);
      expect(daemons()).toHaveLength(1);
      expect(isAlive(container)).toBe(false);
      expect(await listContainers(socket)).toEqual([]);
      expect(findProcesses(/^containerd-shim/, privateDaemonPlaces().runtime)).toEqual([]);
    });
  },
);

/** Why a private daemon cannot be tried here. */
async function whyNot(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "needs root";
  if (await hostDocker()) return "a Docker daemon of the host answers";
  const { failed } = await execa("dockerd", ["--version"], { reject: false });
  return failed ? "dockerd is not installed" : undefined;
}

function daemons() {
  return findProcesses(/^dockerd$/, privateDaemonPlaces().runtime);
}

/** What a daemon might change of the host: its mounts, its forwarding, its links and its folders. */
function hostState() {
  return {
    mounts: readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .filter((line) => line.includes(cacheDir()) || line.includes(privateDaemonPlaces().runtime)),
    forwarding: readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8"),
    links: readdirSync("/sys/class/net").filter((name) => name.startsWith("docker")),
    folders: STRAYS.filter((path) => existsSync(path)),
  };
}

/** Runs the host's own sleep in a container, from an image made of nothing else, and returns its process. */
async function startSleeper(socket: string) {
  const docker = new Docker({ socketPath: socket });
  const { stdout } = await execa("ldd", ["/bin/sleep"]);
  const libraries = stdout.match(/\/\S+\.so\S*/g) ?? [];
  const archive = execa(
    "tar",
    ["--create", "--dereference", "--absolute-names", "/bin/sleep", ...libraries],
    { encoding: "buffer" },
  );
  const import_ = await docker.importImage(archive.stdout, {
    repo: "anycast-shift-test",
    tag: "sleep",
  });
  await new Promise((resolve, reject) =>
    docker.modem.followProgress(import_, (error) => (error ? reject(error) : resolve(undefined))),
  );
  const container = await docker.createContainer({
    Image: "anycast-shift-test:sleep",
    Cmd: ["/bin/sleep", "infinity"],
    Labels: { [RUN_LABEL]: DEAD_RUN },
    HostConfig: { NetworkMode: "none" },
  });
  await container.start();
  const { State } = await container.inspect();
  const process_ = identify(State.Pid);
  if (!process_) throw new Error("the container did not start");
  return process_;
}
