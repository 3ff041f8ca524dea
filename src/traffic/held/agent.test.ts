import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../core/index.js";
import { startWebServer, type WebServer } from "../fixtures/web-server.js";
import type { AgentCommand, AgentReport } from "./protocol.js";

const DEADLINE_MS = 20_000;

/** The agent as a process of its own, from source. */
class Agent {
  readonly reports: AgentReport[] = [];
  readonly process: ChildProcessWithoutNullStreams;

  constructor() {
    const argv = ["--import", "./scripts/ts-node.mjs", "src/traffic/held/agent.ts"];
    this.process = spawn(process.execPath, argv);
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      this.reports.push(JSON.parse(line) as AgentReport);
    });
  }

  /** Gives a command and returns what was reported up to its end. */
  async carryOut(command: AgentCommand): Promise<AgentReport[]> {
    const before = this.reports.length;
    this.process.stdin.write(`${JSON.stringify(command)}\n`);
    const isDone = () => this.reports.slice(before).some(({ kind }) => kind === "done");
    await until(`the agent to ${command.do}`, isDone, { deadlineMs: DEADLINE_MS });
    return this.reports.slice(before);
  }

  /** Its exit code. */
  async ended(): Promise<number> {
    return until("the agent's end", () => this.process.exitCode ?? undefined, {
      deadlineMs: DEADLINE_MS,
    });
  }
}

let web: WebServer;
let agent: Agent;
beforeEach(async () => {
  web = await startWebServer();
  agent = new Agent();
});
afterEach(async () => {
  agent.process.kill("SIGKILL");
  await web.stop();
});

const open = (count: number): AgentCommand => ({
  do: "open",
  host: "127.0.0.1",
  port: web.port,
  path: "/who",
  from: Array.from({ length: count }, (_, index) => ({
    address: "127.0.0.1",
    // Two checkouts that are tested at once should not want the same ports.
    port: 10_000 + (process.pid % 20_000) + index,
  })),
});

/** The connections that such reports are about, in their order. */
const indexesOf = (reports: AgentReport[], kind: AgentReport["kind"]) =>
  reports
    .flatMap((report) => (report.kind === kind && "index" in report ? report.index : []))
    .sort((a, b) => a - b);

describe("the agent of held connections", () => {
  test("opens, probes and closes all of them, and ends", async () => {
    const opened = await agent.carryOut(open(100));
    expect(opened.at(-1)).toEqual({ kind: "done", command: "open" });
    expect(opened[0]).toMatchObject({
      device: "dest1",
      startNs: expect.stringMatching(/^\d+$/),
      client: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
    const all = Array.from({ length: 100 }, (_, index) => index);
    expect(indexesOf(opened, "opened")).toEqual(all);
    const clients = opened.flatMap((report) => (report.kind === "opened" ? report.client : []));
    expect(new Set(clients).size).toBe(100);
    expect(web.sockets).toHaveLength(100);

    const probed = await agent.carryOut({
      do: "probe",
      timeoutMs: 10_000,
      request: { path: "/who" },
    });
    expect(indexesOf(probed, "probed")).toEqual(all);
    for (const report of probed) {
      if (report.kind !== "probed") continue;
      expect(report.said).toBe("ok");
      expect(report.delayMs).toBeGreaterThan(0);
      expect(report.delayMs).toBeLessThan(60_000);
    }
    expect(web.sockets).toHaveLength(100);

    expect(await agent.carryOut({ do: "close" })).toEqual([{ kind: "done", command: "close" }]);
    expect(await agent.ended()).toBe(0);
  });

  test("reports resets of a probe, skips those connections later, and stamps hrtime", async () => {
    const before = process.hrtime.bigint();
    await agent.carryOut(open(3));
    web.manner = "reset";
    const said = (reports: AgentReport[]) =>
      reports.flatMap((report) => (report.kind === "probed" ? report.said : []));
    const probed = await agent.carryOut({
      do: "probe",
      timeoutMs: 10_000,
      request: { path: "/who" },
    });
    expect(said(probed)).toEqual(["reset", "reset", "reset"]);
    web.manner = "answer";
    const again = await agent.carryOut({
      do: "probe",
      timeoutMs: 10_000,
      request: { path: "/who" },
    });
    expect(said(again)).toEqual(["skipped", "skipped", "skipped"]);
    // CLOCK_MONOTONIC is one clock for all processes of a host.
    for (const report of probed) {
      if (report.kind !== "probed") continue;
      expect(BigInt(report.startNs)).toBeGreaterThan(before);
      expect(BigInt(report.startNs)).toBeLessThan(process.hrtime.bigint());
    }
  });

  test("aborts by a RST what is open, and says of which", async () => {
    await agent.carryOut(open(2));
    const errors = web.sockets.map((socket) => once(socket, "error"));
    const aborted = await agent.carryOut({ do: "abort" });
    expect(indexesOf(aborted, "aborted")).toEqual([0, 1]);
    expect(await Promise.all(errors)).toMatchObject([
      [{ code: "ECONNRESET" }],
      [{ code: "ECONNRESET" }],
    ]);
    expect(indexesOf(await agent.carryOut({ do: "abort" }), "aborted")).toEqual([]);
  });

  test("reports connections that cannot be opened", async () => {
    web.manner = "reset";
    const opened = await agent.carryOut(open(2));
    expect(indexesOf(opened, "failed")).toEqual([0, 1]);
    const failed = { said: "reset", startNs: expect.any(String), client: expect.any(String) };
    expect(opened.filter(({ kind }) => kind === "failed")).toMatchObject([failed, failed]);
  });

  test("ends with the run that started it", async () => {
    await agent.carryOut(open(1));
    agent.process.stdin.end();
    expect(await agent.ended()).toBe(1);
  });
});
