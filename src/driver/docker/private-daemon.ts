import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { inTime, ShiftError, until } from "../../core/index.js";
import { endProcesses, findProcesses, type ProcessIdentity } from "../process.js";
import { cacheDir } from "../provision.js";
import { environmentForTools } from "./environment.js";
import { removeEmptyFolders, removeIfEmpty, runningContainers } from "./exec-root.js";
import { dockerVersion } from "./ping.js";

const READY_DEADLINE_MS = 30_000;
const STOP_GRACE_MS = 20_000;
/** Folders that dockerd and containerd make outside of the places they are told to use. */
const STRAY_FOLDERS = ["/etc/docker", "/opt/containerd", "/run/containerd", "/run/docker"];

/** Where a daemon of ours keeps its things. */
export interface PrivateDaemonPlaces {
  /** Images and containers: in the cache, so that the node image is made once. */
  data: string;
  /** Held while the daemon is started, joined, left or stopped. Kept: a lock file that goes away locks nobody out. */
  lock: string;
  /** One file for each use by a living process. */
  users: string;
  /** Sockets, pid file and log: below /run, which is empty after a boot and whose paths are short enough for sockets. */
  runtime: string;
  socket: string;
}

/** The one private daemon of this user's cache. */
export function privateDaemonPlaces(): PrivateDaemonPlaces {
  const data = join(cacheDir(), "docker");
  const runtime = join(
    "/run/anycast-shift",
    createHash("sha256").update(data).digest("hex").slice(0, 8),
  );
  return {
    data,
    lock: `${data}.lock`,
    users: `${data}.users`,
    runtime,
    socket: join(runtime, "docker.sock"),
  };
}

/**
 * Starts the daemon, waits for its answer and returns its version. The caller holds the lock.
 * @throws ShiftError E_DOCKER when it ends, as it does where dockerd is not installed; E_TIMEOUT when it does not answer.
 * Both tell the end of its log.
 */
export async function startPrivateDaemon(places: PrivateDaemonPlaces): Promise<string> {
  const log = logOf(places);
  const config = join(places.runtime, "daemon.json");
  mkdirSync(places.data, { recursive: true });
  mkdirSync(places.runtime, { recursive: true });
  // An own, empty file: the host's daemon.json may set what the arguments set, and dockerd refuses both.
  writeFileSync(config, "{}\n");
  writeFileSync(
    join(places.runtime, "strays.json"),
    JSON.stringify(STRAY_FOLDERS.filter((path) => !existsSync(path))),
  );
  const output = openSync(log, "w");
  const daemon = execa("unshare", daemonCommand(places, config), {
    reject: false,
    buffer: false,
    detached: true,
    cleanup: false,
    stdin: "ignore",
    // execa takes any open descriptor; its types know only 1 and 2.
    stdout: output as 1,
    stderr: output as 1,
    extendEnv: false,
    env: daemonEnvironment(),
  });
  closeSync(output);
  daemon.unref();
  const lastWords = () => wordsIn(log);
  return until(
    "the private Docker daemon",
    () => {
      const end = daemon.exitCode ?? daemon.signalCode;
      if (end !== null) throw noDaemon(`dockerd ended with ${end}:\n${lastWords()}`);
      return dockerVersion(places.socket);
    },
    { deadlineMs: READY_DEADLINE_MS, everyMs: 50, detail: lastWords },
  );
}

/**
 * Waits for a daemon that runs and is slow: what uses it would lose its containers with it.
 * @returns its version; undefined when its process has ended meanwhile
 * @throws ShiftError E_DOCKER when it does not answer.
 */
export async function awaitPrivateDaemon(places: PrivateDaemonPlaces): Promise<string | undefined> {
  const answer = await inTime(
    "the private Docker daemon of another run",
    async () => {
      const version = await dockerVersion(places.socket);
      if (version !== undefined) return { version };
      return daemonProcesses(places).length === 0 ? {} : undefined;
    },
    { deadlineMs: READY_DEADLINE_MS, everyMs: 50 },
  );
  if (answer !== undefined) return answer.version;
  const pids = daemonProcesses(places).map(({ pid }) => pid);
  throw new ShiftError({
    code: "E_DOCKER",
    message: `the private Docker daemon, process ${pids.join(", ")}, which other runs use, has not answered for ${READY_DEADLINE_MS} ms:\n${wordsIn(logOf(places))}`,
    hint: "try again when those runs have ended, or use --driver netns",
  });
}

/** Stops the daemon if it runs, and removes what it leaves outside of the cache. The caller holds the lock. */
export async function stopPrivateDaemon(places: PrivateDaemonPlaces): Promise<void> {
  // It stops its containers and containerd in order.
  await endProcesses(daemonProcesses(places), STOP_GRACE_MS);
  // Only a daemon that was killed leaves containers, containerd or its shims behind.
  await endProcesses(runningContainers(join(places.runtime, "exec")), 0);
  await endProcesses(findProcesses(/^containerd/, `${places.runtime}/`), STOP_GRACE_MS);
  const strays = join(places.runtime, "strays.json");
  if (existsSync(strays)) {
    for (const path of JSON.parse(readFileSync(strays, "utf8")) as string[])
      removeEmptyFolders(path);
  }
  rmSync(places.runtime, { recursive: true, force: true });
  removeIfEmpty(dirname(places.runtime));
}

// Only dockerd has the pid file among its arguments.
function daemonProcesses(places: PrivateDaemonPlaces): ProcessIdentity[] {
  return findProcesses(/^dockerd$/, pidFileOf(places));
}

function pidFileOf({ runtime }: PrivateDaemonPlaces): string {
  return join(runtime, "dockerd.pid");
}

function logOf({ runtime }: PrivateDaemonPlaces): string {
  return join(runtime, "dockerd.log");
}

function wordsIn(log: string): string {
  return readFileSync(log, "utf8").trim().split("\n").slice(-3).join("\n");
}

function daemonCommand(places: PrivateDaemonPlaces, config: string): string[] {
  const { data, runtime, socket } = places;
  return [
    // Its mounts are its own: they go with it however it ends, and the host never sees them.
    ...["--mount", "--propagation=slave", "--", "dockerd"],
    `--config-file=${config}`,
    `--data-root=${data}`,
    `--exec-root=${join(runtime, "exec")}`,
    `--host=unix://${socket}`,
    `--pidfile=${pidFileOf(places)}`,
    // Labs bring their own links: without these dockerd makes a bridge and firewall rules and turns forwarding on.
    ...["--bridge=none", "--iptables=false", "--ip6tables=false"],
    ...["--ip-forward=false", "--ip-masq=false"],
    // Where the host runs a containerd, dockerd uses that one; its own names keep them apart.
    "--containerd-namespace=anycast-shift",
    "--containerd-plugins-namespace=anycast-shift-plugins",
  ];
}

function daemonEnvironment(): Record<string, string> {
  return {
    // Without the mark of the run that starts it: it outlives that run when another one uses it.
    ...environmentForTools(),
    PATH: `${process.env.PATH ?? ""}:/usr/sbin:/usr/bin:/sbin:/bin`,
  };
}

function noDaemon(message: string): ShiftError {
  return new ShiftError({
    code: "E_DOCKER",
    message,
    hint: "start a Docker daemon, or use --driver netns",
  });
}
