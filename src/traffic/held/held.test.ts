import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shippedLab } from "../../../tests/helpers/shipped.js";
import { pause, Scope, until, wallOf } from "../../core/index.js";
import { idleProcess } from "../../driver/fixtures/node-process.js";
import type { RunningLab, SpawnOptions } from "../../driver/index.js";
import { trafficSchema } from "../../scenario/index.js";
import { startTraffic } from "../index.js";
import { SourcePorts, type TrafficContext } from "../traffic.js";
import type { AgentCommand, AgentReport } from "./protocol.js";

/** The agent of one origin, played by the test. */
interface PlayedAgent {
  origin: string;
  argv: readonly string[];
  options: SpawnOptions;
  /** What it was told so far. */
  told(): AgentCommand[];
  reports(...lines: AgentReport[]): void;
  fails(why: string): void;
  signals: string[];
}

let scope: Scope;
let agents: PlayedAgent[];
beforeEach(() => {
  scope = new Scope();
  agents = [];
});
afterEach(() => scope[Symbol.asyncDispose]());

function play(origin: string, argv: readonly string[], options: SpawnOptions) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let told = "";
  stdin.on("data", (chunk: Buffer) => {
    told += chunk.toString();
  });
  const signals: string[] = [];
  const process = idleProcess({ stdin, stdout, stderr }, (name) => signals.push(name) > 0);
  agents.push({
    origin,
    argv,
    options,
    told: () => told.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : [])),
    reports: (...lines) => {
      for (const line of lines) stdout.write(`${JSON.stringify(line)}\n`);
    },
    fails: (why) => {
      stderr.write(why);
      process.signal("SIGTERM");
    },
    signals,
  });
  return process;
}

function start(asked: object = {}) {
  const spawnAt = (origin: string) => (argv: readonly string[], options: SpawnOptions) =>
    play(origin, argv, options);
  const context: TrafficContext = {
    running: {
      spec: { lab: shippedLab("cluster") },
      node: (name: string) => ({ spawn: spawnAt(name) }),
    } as unknown as RunningLab,
    family: 4,
    scope,
    ports: new SourcePorts(20_000),
    soFar: () => [],
  };
  const held = { kind: "held", id: "held", from: ["origin1"], count: 3, ...asked };
  return startTraffic(trafficSchema.parse(held), context);
}

const done = (command: AgentCommand["do"]): AgentReport => ({ kind: "done", command });
const opened = (index: number, device: string): AgentReport => ({
  kind: "opened",
  index,
  client: `198.51.100.2:2000${index}`,
  device,
  startNs: "1000",
});
const probed = (index: number, said: "ok" | "reset" | "timeout" | "skipped"): AgentReport => ({
  kind: "probed",
  index,
  said,
  startNs: "2000",
  delayMs: 1.25,
});
const toBe = (what: () => boolean) => until("it to be so", what, { deadlineMs: 5000 });
const agent = (index = 0) => agents[index] as PlayedAgent;

test("an agent at each origin opens connections from ports of their own", async () => {
  const traffic = start({ from: ["origin1", "origin2"], count: 2 });
  await toBe(() => agents.every(({ told }) => told().length === 1));
  expect(agents.map(({ origin }) => origin)).toEqual(["origin1", "origin2"]);
  expect(agent(1).options).toEqual({
    inside: "net",
    stdin: "pipe",
    capabilities: [],
    files: [expect.any(Number), expect.any(Number)],
  });
  expect(agent(1).argv[0]).toBe("/proc/self/fd/3");
  const [command] = agent(1).told();
  expect(command).toMatchObject({ do: "open", host: "203.0.113.10", port: 80, path: "/who" });
  expect(command?.do === "open" && command.from.map((end) => end?.port)).toEqual([20_000, 20_001]);

  let isEstablished = false;
  const established = traffic.established().then(() => {
    isEstablished = true;
  });
  agent(0).reports(opened(0, "dest1"), done("open"));
  await toBe(() => traffic.firstDevice() === "dest1");
  await pause(30);
  expect(isEstablished).toBe(false);
  agent(1).reports(opened(0, "dest2"), done("open"));
  await established;
  expect(traffic.soFar?.().map(({ origin, device }) => [origin, device])).toEqual([
    ["origin1", "dest1"],
    ["origin2", "dest2"],
  ]);
});

test("a record says how its connection opened, was probed and ended", async () => {
  const traffic = start();
  agent().reports(opened(0, "dest1"), opened(1, "dest2"), {
    kind: "failed",
    index: 2,
    said: "refused",
    detail: "connect ECONNREFUSED",
    startNs: "1000",
  });
  agent().reports(done("open"));
  await traffic.established();
  const probe = traffic.probe?.();
  agent().reports(probed(0, "ok"), probed(1, "reset"), done("probe"));
  await probe;
  const abort = traffic.abort?.();
  agent().reports({ kind: "aborted", index: 0 }, done("abort"));
  await abort;
  const again = traffic.probe?.();
  agent().reports(probed(0, "skipped"), probed(1, "skipped"), done("probe"));
  await again;
  agent().reports(done("close"));

  const common = {
    traffic: "held",
    program: "held",
    origin: "origin1",
    server: "203.0.113.10",
    startWallNs: String(wallOf(1000n)),
    durationMs: 0,
  };
  const seen = { startWallNs: String(wallOf(2000n)), delayMs: 1.25 };
  expect(await traffic.finished()).toEqual([
    {
      ...common,
      client: "198.51.100.2:20000",
      device: "dest1",
      said: "reset",
      detail: "reset by this program itself",
      probes: [
        { said: "ok", ...seen },
        { said: "skipped", ...seen },
      ],
    },
    {
      ...common,
      client: "198.51.100.2:20001",
      device: "dest2",
      said: "reset",
      detail: "probe 1: reset after 1.3 ms",
      probes: [
        { said: "reset", ...seen },
        { said: "skipped", ...seen },
      ],
    },
    { ...common, said: "refused", detail: "connect ECONNREFUSED", probes: [] },
  ]);
  expect(
    agent()
      .told()
      .map((command) => command.do),
  ).toEqual(["open", "probe", "abort", "probe", "close"]);
});

test("a connection that answers every probe stays well", async () => {
  const traffic = start({ count: 1 });
  agent().reports(opened(0, "dest1"), probed(0, "ok"), done("close"));
  expect(await traffic.finished()).toMatchObject([
    { said: "ok", detail: "every request answered" },
  ]);
});

test("a probe waits for the one before, and the end for the last", async () => {
  const traffic = start();
  const probes = [traffic.probe?.(), traffic.probe?.()];
  const finished = traffic.finished();
  const told = () =>
    agent()
      .told()
      .map((command) => command.do);
  await toBe(() => told().includes("probe"));
  expect(told()).toEqual(["open", "probe"]);
  agent().reports(done("probe"));
  await probes[0];
  await toBe(() => told().length === 3);
  expect(told()).toEqual(["open", "probe", "probe"]);
  agent().reports(done("probe"));
  await probes[1];
  await toBe(() => told().length === 4);
  agent().reports(done("close"));
  await finished;
});

test.each([
  [{}, { path: "/who" }],
  [{ upload: "20kB" }, { path: "/upload", upload: 20_000 }],
  [{ answer: "30kB" }, { path: "/blob", answer: 30_000 }],
])("of %j a probe sends a request", async (asked, request) => {
  void start({ ...asked, timeout: "4s" })
    .probe?.()
    .catch(() => undefined);
  await toBe(() => agent().told().length === 2);
  expect(agent().told()[1]).toEqual({ do: "probe", timeoutMs: 4000, request });
});

test("sockets of Multipath TCP are asked for by mptcpize", () => {
  start({ mptcp: true });
  expect(agent().argv.slice(0, 3)).toEqual(["mptcpize", "run", "/proc/self/fd/3"]);
});

describe("an agent", () => {
  test("that ends is told with its last words", async () => {
    const established = start().established();
    agent().fails("out of memory\n");
    await expect(established).rejects.toMatchObject({
      code: "E_TRAFFIC",
      message: "the held-connection agent at origin1 ended: out of memory",
    });
  });

  test("ends with the case", async () => {
    start();
    await scope[Symbol.asyncDispose]();
    expect(agent().signals).toEqual(["SIGKILL"]);
  });
});
