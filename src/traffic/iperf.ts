import { z } from "zod";
import { formatEndpoint, now, ShiftError, type TrafficRecord, until } from "../core/index.js";
import type { Traffic } from "../scenario/index.js";
import { type ProgramOutput, startProgram } from "./program.js";
import { addressOf, originsOf, type RunningTraffic, type TrafficContext } from "./traffic.js";

type IperfTraffic = Extract<Traffic, { kind: "iperf" }>;

const ESTABLISHED_DEADLINE_MS = 15_000;

/** Starts iperf (2) or iperf3 with parallel streams from each origin. */
export function startIperf(traffic: IperfTraffic, context: TrafficContext): RunningTraffic {
  const outputs: ProgramOutput[] = [];
  const runs = originsOf(context, traffic).map(async (origin, index) => {
    const start = now();
    const server = addressOf(context, traffic);
    const program = startProgram(
      context,
      origin,
      traffic.version === 2 ? iperf2(traffic, server) : iperf3(traffic, server),
    );
    outputs[index] = { stdout: "", stderr: "" };
    program.onOutput((output) => {
      outputs[index] = { ...output };
    });
    const output = await program.ended;
    const base = {
      traffic: traffic.id,
      origin,
      server,
      startWallNs: String(start.wallNs),
      durationMs: traffic.seconds * 1000,
    };
    return traffic.version === 2 ? iperf2Records(output, base) : iperf3Records(output, base);
  });
  const done = Promise.all(runs);
  done.catch(() => undefined);
  let ended = false;
  void done.then(
    () => (ended = true),
    () => (ended = true),
  );
  return {
    id: traffic.id,
    firstDevice: () => undefined,
    established: async () => {
      // iperf3 prints its JSON only at the end: its streams are under way when its packets are.
      if (traffic.version === 3) return;
      await until(
        `${traffic.streams} streams of ${traffic.id}`,
        () =>
          ended ||
          outputs.every(({ stdout }) => [...stdout.matchAll(CONNECTED)].length >= traffic.streams),
        { deadlineMs: ESTABLISHED_DEADLINE_MS, everyMs: 10, signal: context.signal },
      );
    },
    finished: async () => (await done).flat(),
  };
}

type RecordBase = Pick<
  TrafficRecord,
  "traffic" | "origin" | "server" | "startWallNs" | "durationMs"
>;

function iperf2({ streams, seconds, rate }: IperfTraffic, server: string): string[] {
  const family = server.includes(":") ? ["-V"] : [];
  // A write may not be larger than what the rate allows in a second.
  const limit = rate ? ["-b", `${rate * 8}`, "-l", "4K"] : [];
  return ["iperf", "-c", server, ...family, "-P", String(streams), "-t", String(seconds), ...limit];
}

const CONNECTED = /^\[\s*(\d+)\] local (\S+) port (\d+) connected with/gm;

/** One record for each stream, from iperf 2's text. */
function iperf2Records({ stdout, stderr }: ProgramOutput, base: RecordBase): TrafficRecord[] {
  const streams = [...stdout.matchAll(CONNECTED)];
  if (streams.length === 0) {
    throw new ShiftError({
      code: "E_TRAFFIC",
      message: `iperf at ${base.origin} opened no stream: ${stderr.trim()}`,
    });
  }
  return streams.map(([, id, address, port]) => {
    const ran = secondsOf(stdout, id as string);
    const whole = ran !== undefined && ran * 1000 >= WHOLE * base.durationMs;
    return {
      ...base,
      program: "iperf",
      client: formatEndpoint(address as string, Number(port)),
      said: whole ? "ok" : "reset",
      detail: `ran for ${ran ?? 0} of ${base.durationMs / 1000} s`,
    };
  });
}

// iperf 2 prints "write failed: Connection reset by peer" without saying which stream: its report, cut short, does.
const WHOLE = 0.95;

function secondsOf(stdout: string, id: string): number | undefined {
  const reports = [...stdout.matchAll(/^\[\s*(\d+)\]\s+0\.0+-\s*(\d+\.\d+) sec/gm)];
  const last = reports.filter(([, stream]) => stream === id).at(-1);
  return last && Number(last[2]);
}

function iperf3({ streams, seconds, rate }: IperfTraffic, server: string): string[] {
  const limit = rate ? ["-b", String(rate * 8)] : [];
  return ["iperf3", "-c", server, "-P", String(streams), "-t", String(seconds), "--json", ...limit];
}

const iperf3Schema = z.object({
  error: z.string().optional(),
  start: z.object({
    connected: z.array(z.object({ local_host: z.string(), local_port: z.number() })).default([]),
  }),
});

/** One record for each data stream, from iperf3's JSON. */
function iperf3Records({ stdout }: ProgramOutput, base: RecordBase): TrafficRecord[] {
  const { error, start } = iperf3Schema.parse(JSON.parse(stdout));
  return start.connected.map(({ local_host, local_port }) => ({
    ...base,
    program: "iperf3",
    client: formatEndpoint(local_host, local_port),
    said: error === undefined ? "ok" : /reset/i.test(error) ? "reset" : "error",
    detail: error ?? "ran to its end",
  }));
}
