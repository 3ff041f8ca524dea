import { now, type TrafficRecord, until } from "../core/index.js";
import type { Traffic } from "../scenario/index.js";
import { BLOB_PATH } from "../topology/index.js";
import { type CurlReport, clientOf, parseDevices, parseReports, saidBy } from "./curl-output.js";
import { startProgram } from "./program.js";
import {
  addressOf,
  originsOf,
  type RunningTraffic,
  type TrafficContext,
  urlHost,
} from "./traffic.js";

type KeepAliveTraffic = Extract<Traffic, { kind: "keep-alive" }>;

const ESTABLISHED_DEADLINE_MS = 10_000;

/**
 * Starts curl with several requests and idle gaps between them, over one connection, or over one for each request.
 *
 * curl hides a reset of an idle connection: it repeats the request over a new one and ends well. The record of the
 * first connection then says reset, since curl itself reports that it had to connect again.
 */
export function startKeepAlive(traffic: KeepAliveTraffic, context: TrafficContext): RunningTraffic {
  const outputs: string[] = [];
  const runs = originsOf(context, traffic)
    .flatMap((origin) => Array.from({ length: traffic.count }, () => origin))
    .map(async (origin, index) => {
      const start = now();
      const program = startProgram(context, origin, argvOf(traffic, addressOf(context, traffic)));
      outputs[index] = "";
      program.onOutput(({ stdout }) => {
        outputs[index] = stdout;
      });
      const { stdout } = await program.ended;
      return recordsOf(traffic, context, origin, String(start.wallNs), stdout);
    });
  const done = Promise.all(runs);
  done.catch(() => undefined);
  return {
    id: traffic.id,
    firstDevice: () => parseDevices(outputs[0] ?? "")[0],
    established: async () => {
      await until(
        `the first answers of ${traffic.id}`,
        () => outputs.every((stdout) => parseDevices(stdout).length > 0),
        {
          deadlineMs: ESTABLISHED_DEADLINE_MS,
          everyMs: 5,
          signal: context.signal,
        },
      );
    },
    finished: async () => (await done).flat(),
  };
}

function argvOf(traffic: KeepAliveTraffic, address: string): string[] {
  const url = `http://${urlHost(address)}${BLOB_PATH}`;
  return [
    "curl",
    "--silent",
    "--show-error",
    "--globoff",
    "--http1.1",
    "--dump-header",
    "-",
    "--write-out",
    "\\n%{json}\\n",
    "--range",
    `0-${traffic.size - 1}`,
    // Transfers are started at this rate, one after another; the connection idles in between.
    "--rate",
    `${Math.round(60_000 / traffic.gap)}/m`,
    ...(traffic.separate ? ["--header", "Connection: close"] : []),
    ...Array.from({ length: traffic.requests }, () => ["--output", "/dev/null", url]).flat(),
  ];
}

// One record for each connection: its transfers have the same local port.
function recordsOf(
  traffic: KeepAliveTraffic,
  context: TrafficContext,
  origin: string,
  startWallNs: string,
  stdout: string,
): TrafficRecord[] {
  const reports = parseReports(stdout);
  const devices = parseDevices(stdout);
  const records: TrafficRecord[] = [];
  for (const [index, report] of reports.entries()) {
    const client = clientOf(report);
    const device = devices[index];
    const previous = records.at(-1);
    if (previous && client === previous.client) {
      merge(previous, report);
      continue;
    }
    if (previous && !traffic.separate && previous.said === "ok") {
      previous.said = "reset";
      previous.detail = "curl found the connection dead and connected again";
    }
    records.push({
      traffic: traffic.id,
      program: "curl",
      origin,
      ...(client ? { client } : {}),
      server: addressOf(context, traffic),
      ...(device ? { device } : {}),
      said: saidBy(report),
      detail:
        report.exitcode === 0
          ? `HTTP ${report.http_code}`
          : `curl: (${report.exitcode}) ${report.errormsg ?? ""}`,
      bytes: report.size_download,
      size: traffic.size,
      startWallNs,
      durationMs: report.time_total * 1000,
    });
  }
  return records;
}

function merge(record: TrafficRecord, report: CurlReport): void {
  record.bytes = (record.bytes ?? 0) + report.size_download;
  record.durationMs += report.time_total * 1000;
  if (report.exitcode !== 0) {
    record.said = saidBy(report);
    record.detail = `curl: (${report.exitcode}) ${report.errormsg ?? ""}`;
  }
}
