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
    const program = startProgram(context, origin, traffic.version === 2 ? iperf2(traffic, server) : iperf3(traffic, server));
    outputs[index] = { stdout: "", stderr: "" };
    program.onOutput((output) => {
      outputs[index] = { ...output };
    });
    const output = await program.ended;
    const base = { traffic: traffic.id, origin, server, startWallNs: String(start.wallNs), durationMs: traffic.seconds * 1000 };
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
        () => ended || outputs.every(({ stdout }) => [...stdout.matchAll(CONNECTED)].length >= traffic.streams),
        { deadlineMs: ESTABLISHED_DEADLINE_MS, everyMs: 10, signal: context.signal },
      );
    },
    finished: async () => (await done).flat(),
  };
}

type RecordBase = Pick<TrafficRecord, "traffic" | "origin" | "server" | "startWallNs" | "durationMs">;

function iperf2({ streams, seconds, rate }: IperfTraffic, server: string): string[] {
  const family = server.includes(":") ? ["-V"] : [];
  // --enhanced-reports would merge the streams' first lines; -i 0 keeps only the final reports.
  const limit = rate ? ["-b", `${rate * 8}`] : [];
  return ["iperf", "-c", server, ...family, "-P", String(streams), "-t", String(seconds), ...limit];
}

const CONNECTED = /^\[\s*(\d+)\] local (\S+) port (\d+) connected with/gm;

/** One record for each stream, from iperf 2's text. */
function iperf2Records({ stdout, stderr }: ProgramOutput, base: RecordBase): TrafficRecord[] {
  const streams = [...stdout.matchAll(CONNECTED)];
  if (streams.length === 0) throw new ShiftError({ code: "E_TRAFFIC", message: `iperf at ${base.origin} opened no stream: ${stderr.trim()}` });
  return streams.map(([, id, address, port]) => {
    const broken = brokenStream(`${stdout}\n${stderr}`, id as string);
    return {
      ...base,
      program: "iperf",
      client: formatEndpoint(address as string, Number(port)),
      said: broken ? "reset" : "ok",
      detail: broken ?? "ran to its end",
    };
  });
}

// iperf 2 names the stream in its error line: `[ *3] tcp write failed: Connection reset by peer` or `[  3] write failed: …`.
function brokenStream(text: string, id: string): string | undefined {
  const pattern = new RegExp(`^\\[\\s*\\*?${id}\\].*(?:reset by peer|[Bb]roken pipe).*$`, "m");
  return pattern.exec(text)?.[0];
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
