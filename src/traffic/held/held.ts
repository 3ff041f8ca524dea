import { createInterface } from "node:readline";
import { HTTP_PORT, ShiftError, type TrafficRecord, until, wallOf } from "../../core/index.js";
import type { HeldTraffic } from "../../scenario/index.js";
import { BLOB_PATH, UPLOAD_PATH, WHO_PATH } from "../../topology/index.js";
import { addressOf, originsOf, type RunningTraffic, type TrafficContext } from "../traffic.js";
import { ownEnds } from "./own-ends.js";
import type { AgentCommand, AgentReport, Request } from "./protocol.js";
import { startAgent } from "./start-agent.js";

const OPEN_DEADLINE_MS = 60_000;

/** Opens connections that are held and probed: shares need many, and idle ones break only when they are used. */
export function startHeld(traffic: HeldTraffic, context: TrafficContext): RunningTraffic {
  const agents = originsOf(context, traffic).map((origin) => {
    const agent = new HeldAgent(origin, traffic, context);
    agent.tell({
      do: "open",
      host: addressOf(context, traffic),
      port: HTTP_PORT,
      path: WHO_PATH,
      from: ownEnds(origin, traffic, context),
    });
    return agent;
  });
  const together = async (command: AgentCommand["do"], deadlineMs: number) => {
    await Promise.all(agents.map((agent) => agent.done(command, deadlineMs)));
  };
  let lastProbe = Promise.resolve();
  const probe = async () => {
    for (const agent of agents)
      agent.tell({ do: "probe", timeoutMs: traffic.timeout, request: probeRequest(traffic) });
    await together("probe", traffic.timeout + OPEN_DEADLINE_MS);
  };
  return {
    id: traffic.id,
    firstDevice: () => agents[0]?.records.find(({ device }) => device)?.device,
    established: () => together("open", OPEN_DEADLINE_MS),
    probe: () => {
      lastProbe = lastProbe.then(probe);
      return lastProbe;
    },
    soFar: () => agents.flatMap(({ records }) => records),
    abort: async () => {
      for (const agent of agents) agent.tell({ do: "abort" });
      await together("abort", OPEN_DEADLINE_MS);
    },
    finished: async () => {
      await lastProbe;
      for (const agent of agents) agent.tell({ do: "close" });
      await together("close", OPEN_DEADLINE_MS);
      return agents.flatMap(({ records }) => records);
    },
  };
}

function probeRequest({ upload, answer }: HeldTraffic): Request {
  if (upload !== undefined) return { path: UPLOAD_PATH, upload };
  return answer === undefined ? { path: WHO_PATH } : { path: BLOB_PATH, answer };
}

/** The agent in one origin, and what it has reported so far. */
class HeldAgent {
  readonly records: TrafficRecord[] = [];
  readonly #origin: string;
  readonly #server: string;
  readonly #traffic: HeldTraffic;
  readonly #context: TrafficContext;
  readonly #write: (text: string) => void;
  readonly #hasEnded: () => boolean;
  readonly #finished: AgentCommand["do"][] = [];
  #stderr = "";

  constructor(origin: string, traffic: HeldTraffic, context: TrafficContext) {
    this.#origin = origin;
    this.#traffic = traffic;
    this.#context = context;
    this.#server = addressOf(context, traffic);
    const agent = startAgent(context.running.node(origin), traffic);
    context.scope.defer(`held connections at ${origin}`, () => agent.end("SIGKILL"));
    this.#hasEnded = () => agent.hasEnded();
    agent.process.stderr.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    createInterface({ input: agent.process.stdout }).on("line", (line) =>
      this.#take(JSON.parse(line) as AgentReport),
    );
    this.#write = (text) => void agent.process.stdin.write(text);
  }

  tell(command: AgentCommand): void {
    this.#write(`${JSON.stringify(command)}\n`);
  }

  /** Waits until the agent has finished a command, and takes note of it. */
  async done(command: AgentCommand["do"], deadlineMs: number): Promise<void> {
    await until(
      `the held connections of ${this.#origin} to ${command}`,
      () => {
        const place = this.#finished.indexOf(command);
        if (place >= 0) return this.#finished.splice(place, 1).length === 1;
        if (!this.#hasEnded()) return false;
        throw new ShiftError({
          code: "E_TRAFFIC",
          message: `the held-connection agent at ${this.#origin} ended: ${this.#stderr.trim()}`,
        });
      },
      { deadlineMs, everyMs: 5, signal: this.#context.signal },
    );
  }

  #take(report: AgentReport): void {
    if (report.kind === "done") {
      this.#finished.push(report.command);
      return;
    }
    if (report.kind === "aborted") {
      const record = this.records[report.index] as TrafficRecord;
      record.said = "reset";
      record.detail = "reset by this program itself";
      return;
    }
    const startWallNs = String(wallOf(BigInt(report.startNs)));
    if (report.kind === "probed") {
      const record = this.records[report.index] as TrafficRecord;
      const { said, delayMs } = report;
      record.probes?.push({ said, startWallNs, delayMs });
      if (said === "reset" || said === "timeout") {
        record.said = said;
        record.detail = `probe ${record.probes?.length}: ${said} after ${delayMs.toFixed(1)} ms`;
      }
      return;
    }
    this.records[report.index] = {
      traffic: this.#traffic.id,
      program: "held",
      origin: this.#origin,
      ...(report.client === undefined ? {} : { client: report.client }),
      server: this.#server,
      ...(report.kind === "opened" ? { device: report.device } : {}),
      said: report.kind === "opened" ? "ok" : report.said,
      detail: report.kind === "opened" ? "every request answered" : report.detail,
      startWallNs,
      durationMs: 0,
      probes: [],
    };
  }
}
