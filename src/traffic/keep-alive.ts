import { now, urlHost } from "../core/index.js";
import { BLOB_PATH } from "../topology/index.js";
import { MAX_SECONDS } from "./curl.js";
import { parseReports, REPORTING_CURL, reportedNothing } from "./curl-output.js";
import { parseDevices } from "./devices.js";
import { type KeepAliveTraffic, keepAliveRecords } from "./keep-alive-records.js";
import { startProgram } from "./program.js";
import {
  addressOf,
  originsOf,
  type RunningTraffic,
  type TrafficContext,
  waitUnderWay,
} from "./traffic.js";

const ESTABLISHED_DEADLINE_MS = 10_000;
const DAY_MS = 86_400_000;

/**
 * Starts curl with several requests and idle gaps between them, over one connection, or over one for each request.
 *
 * curl hides a reset of an idle connection: it repeats the request over a new one and ends well. Only the packets tell.
 */
export function startKeepAlive(traffic: KeepAliveTraffic, context: TrafficContext): RunningTraffic {
  const outputs: string[] = [];
  const runs = originsOf(context, traffic)
    .flatMap((origin) => Array.from({ length: traffic.count }, () => origin))
    .map(async (origin, index) => {
      const start = now();
      const program = startProgram(
        context,
        origin,
        keepAliveCommand(traffic, addressOf(context, traffic)),
      );
      outputs[index] = "";
      program.onOutput(({ stdout }) => {
        outputs[index] = stdout;
      });
      const { stdout, stderr, exitCode } = await program.ended;
      if (parseReports(stdout).length === 0) throw reportedNothing(origin, exitCode, stderr);
      return keepAliveRecords(stdout, traffic, {
        origin,
        server: addressOf(context, traffic),
        startWallNs: String(start.wallNs),
        set: index,
      });
    });
  const done = Promise.all(runs);
  done.catch(() => undefined);
  return {
    id: traffic.id,
    firstDevice: () => parseDevices(outputs[0] ?? "")[0],
    established: async () => {
      // A report too: the first request may fail without any answer.
      const begun = (stdout: string) => parseDevices(stdout).length > 0 || /^\{/m.test(stdout);
      await waitUnderWay(`the first answers of "${traffic.id}"`, () => outputs.every(begun), done, {
        deadlineMs: ESTABLISHED_DEADLINE_MS,
        everyMs: 5,
        signal: context.signal,
      });
    },
    finished: async () => (await done).flat(),
  };
}

/** The command of one set of requests to an address. */
export function keepAliveCommand(traffic: KeepAliveTraffic, address: string): string[] {
  const url = `http://${urlHost(address)}${BLOB_PATH}`;
  return [
    ...REPORTING_CURL,
    // Of each request: what met with silence would be sent again for a quarter of an hour.
    "--max-time",
    String(MAX_SECONDS),
    "--range",
    `0-${traffic.size - 1}`,
    // Transfers are started at this rate, one after another; the connection idles in between.
    "--rate",
    // Whole requests of the longest time that curl knows: a minute would round most gaps.
    `${Math.round(DAY_MS / traffic.gap)}/d`,
    ...(traffic.separate ? ["--header", "Connection: close"] : []),
    ...Array.from({ length: traffic.requests }, () => ["--output", "/dev/null", url]).flat(),
  ];
}
