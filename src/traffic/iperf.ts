import { formatEndpoint, IPERF3_PORT, now } from "../core/index.js";
import { countEstablished } from "../driver/index.js";
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
  return {
    id: traffic.id,
    firstDevice: () => undefined,
    established: async () => {
      const areOpen =
        traffic.version === 2
          ? () => outputs.every(({ stdout }) => streamsOf(stdout).length >= traffic.streams)
          : () => haveConnections(traffic, context);
      await waitUnderWay(`${traffic.streams} streams of "${traffic.id}"`, areOpen, done, {
        deadlineMs: ESTABLISHED_DEADLINE_MS,
        everyMs: 10,
        signal: context.signal,
      });
    },
    finished: async () => (await done).flat(),
  };
}

// iperf3 prints its JSON only at the end: the sockets tell that its streams and their control connection are open.
async function haveConnections(traffic: IperfTraffic, context: TrafficContext): Promise<boolean> {
  const { running } = context;
  const server = formatEndpoint(addressOf(context, traffic), IPERF3_PORT);
  const counts = await Promise.all(
    originsOf(context, traffic).map((origin) =>
      countEstablished(running.node(origin), "tcp", `dst ${server}`),
    ),
  );
  return counts.every((count) => count > traffic.streams);
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
