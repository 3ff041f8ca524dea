import { z } from "zod";
import { formatEndpoint, messageOf, ShiftError, type TrafficRecord } from "../core/index.js";
import type { ProgramOutput } from "./program.js";

/** What every record of one iperf process has in common. */
export type RecordBase = Pick<
  TrafficRecord,
  "traffic" | "origin" | "server" | "startWallNs" | "durationMs"
>;

const CONNECTED = /^\[\s*(\d+)\] local (\S+) port (\d+) connected with/gm;

/**
 * The data streams that iperf 2 has told so far, each with its id and its own end: of one whose handshake met a RST its
 * socket has no port any more.
 */
export function streamsOf(stdout: string): { id: string; client?: string }[] {
  return [...stdout.matchAll(CONNECTED)].map(([, id, address, port]) => ({
    id: id as string,
    ...(Number(port) > 0 ? { client: formatEndpoint(address as string, Number(port)) } : {}),
  }));
}

/** One record for each stream, from iperf 2's text. @throws ShiftError E_TRAFFIC when there is none. */
export function iperf2Records(
  { stdout, stderr }: ProgramOutput,
  base: RecordBase,
): TrafficRecord[] {
  const streams = streamsOf(stdout);
  if (streams.length === 0) {
    throw new ShiftError({
      code: "E_TRAFFIC",
      message: `iperf at ${base.origin} opened no stream: ${stderr.trim()}`,
    });
  }
  return streams.map(({ id, client }) => {
    const ran = secondsOf(stdout, id);
    return {
      ...base,
      program: "iperf",
      ...(client === undefined ? {} : { client }),
      said: saidOf(ran ?? 0, base.durationMs / 1000),
      detail: `ran for ${ran ?? 0} of ${base.durationMs / 1000} s`,
    };
  });
}

// iperf 2 prints "write failed: Connection reset by peer" without saying which stream: its report, cut short, does.
const WHOLE = 0.95;
// It waits for its server to close, once more for as long as it sends and for two seconds at least, and counts that in.
const LEAST_WAIT_S = 2;

function saidOf(ran: number, seconds: number): TrafficRecord["said"] {
  if (ran < WHOLE * seconds) return "reset";
  return ran < seconds + Math.max(seconds, LEAST_WAIT_S) ? "ok" : "timeout";
}

function secondsOf(stdout: string, id: string): number | undefined {
  const reports = [...stdout.matchAll(/^\[\s*(\d+)\]\s+0\.0+-\s*(\d+\.\d+) sec/gm)];
  const last = reports.filter(([, stream]) => stream === id).at(-1);
  return last && Number(last[2]);
}

// The second of two writes to a connection that was reset finds its pipe broken (EPIPE).
const RESET = /reset|broken pipe/i;

const iperf3Schema = z.object({
  error: z.string().optional(),
  start: z.object({
    connected: z.array(z.object({ local_host: z.string(), local_port: z.number() })).default([]),
  }),
});

/** One record for each data stream, from iperf3's JSON. @throws ShiftError E_TRAFFIC when there is none. */
export function iperf3Records(output: ProgramOutput, base: RecordBase): TrafficRecord[] {
  const { error, start } = iperf3Report(output, base.origin);
  if (start.connected.length === 0) {
    throw new ShiftError({
      code: "E_TRAFFIC",
      message: `iperf3 at ${base.origin} opened no stream: ${error ?? "no reason was told"}`,
    });
  }
  return start.connected.map(({ local_host, local_port }) => ({
    ...base,
    program: "iperf3",
    client: formatEndpoint(local_host, local_port),
    said: error === undefined ? "ok" : RESET.test(error) ? "reset" : "error",
    detail: error ?? "ran to its end",
  }));
}

// One that could not be started, or was ended, says why elsewhere.
function iperf3Report({ stdout, stderr }: ProgramOutput, origin: string) {
  try {
    return iperf3Schema.parse(JSON.parse(stdout));
  } catch (cause) {
    throw new ShiftError({
      code: "E_TRAFFIC",
      message: `iperf3 at ${origin} ended without a report: ${stderr.trim() || messageOf(cause)}`,
      cause,
    });
  }
}
