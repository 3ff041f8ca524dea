import { formatEndpoint, IPERF3_PORT, now, plural } from "../core/index.js";
import { bytesSent } from "../driver/index.js";
import type { Traffic } from "../scenario/index.js";
import { iperf2Records, iperf3Records, streamsOf } from "./iperf-output.js";
import { type ProgramOutput, startProgram } from "./program.js";
import {
  addressOf,
  originsOf,
  type RunningTraffic,
  type TrafficContext,
  waitUnderWay,
} from "./traffic.js";

type IperfTraffic = Extract<Traffic, { kind: "iperf" }>;

const ESTABLISHED_DEADLINE_MS = 15_000;
// All that a stream of iperf 3 sends before its server has every stream (iperf_api.h, COOKIE_SIZE).
const IPERF3_COOKIE_BYTES = 37;

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
  let idle = "";
  return {
    id: traffic.id,
    firstDevice: () => undefined,
    established: async () => {
      const areOpen =
        traffic.version === 2
          ? () => outputs.every(({ stdout }) => streamsOf(stdout).length >= traffic.streams)
          : async () => {
              idle = await idleIperf3(traffic, context);
              return idle === "";
            };
      await waitUnderWay(`${traffic.streams} streams of "${traffic.id}"`, areOpen, done, {
        deadlineMs: ESTABLISHED_DEADLINE_MS,
        everyMs: 10,
        signal: context.signal,
        ...(traffic.version === 3 ? { detail: () => idle } : {}),
      });
    },
    finished: async () => (await done).flat(),
  };
}

// iperf3 prints its JSON only at the end: the sockets tell whether its streams and their control connection are in use.
// Streams that reach another device than that are open, and iperf3 waits for two minutes before it fails.
async function idleIperf3(traffic: IperfTraffic, context: TrafficContext): Promise<string> {
  const { running } = context;
  const server = formatEndpoint(addressOf(context, traffic), IPERF3_PORT);
  const states = await Promise.all(
    originsOf(context, traffic).map(async (origin) => {
      const sent = await bytesSent(running.node(origin), `dst ${server}`);
      const inUse = sent.filter((bytes) => bytes > IPERF3_COOKIE_BYTES).length;
      return inUse > traffic.streams
        ? []
        : [`${plural(sent.length, "connection")} of ${origin}, ${inUse} of them in use`];
    }),
  );
  const [first] = states.flat();
  return first === undefined
    ? ""
    : `${first}; iperf 3 needs its streams on the device of its control connection`;
}

function iperf2({ streams, seconds, rate }: IperfTraffic, server: string): string[] {
  const family = server.includes(":") ? ["-V"] : [];
  // The kernel paces (SO_MAX_PACING_RATE): with -b, iperf 2 itself waits in steps of microseconds, and 24 streams of
  // 60 kB/s use up more than a core. Small buffers, so that little is left to be sent at the end.
  const limit = rate ? ["--fq-rate", `${rate * 8}`, "-l", "4K", "-w", "16K"] : [];
  return ["iperf", "-c", server, ...family, "-P", String(streams), "-t", String(seconds), ...limit];
}

function iperf3({ streams, seconds, rate }: IperfTraffic, server: string): string[] {
  const limit = rate ? ["-b", String(rate * 8)] : [];
  return ["iperf3", "-c", server, "-P", String(streams), "-t", String(seconds), "--json", ...limit];
}
