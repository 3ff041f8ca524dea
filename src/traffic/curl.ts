import { formatEndpoint, now, type TrafficRecord, urlHost } from "../core/index.js";
import type { Traffic } from "../scenario/index.js";
import { BLOB_PATH, nodeOf, RATE_ARGUMENT, UPLOAD_PATH, unicastOf } from "../topology/index.js";
import { detailOf, parseReports, REPORTING_CURL, reportedNothing, saidBy } from "./curl-output.js";
import { parseDevices } from "./devices.js";
import { startProgram } from "./program.js";
import {
  addressOf,
  originsOf,
  type RunningTraffic,
  type TrafficContext,
  waitUnderWay,
} from "./traffic.js";

type CurlTraffic = Extract<Traffic, { kind: "curl" }>;

/** One transfer to be made. */
interface Transfer {
  /** 0-based number in its traffic. */
  number: number;
  origin: string;
  size: number;
}

/** Time that one run of curl has at most. */
export const MAX_SECONDS = 90;
// Who tries again gives a transfer up that stands still: over a dead link no RST ever comes. curl has a clock of its own
// for the time before it is connected.
const STANDSTILL = ["--connect-timeout", "2", "--speed-limit", "1", "--speed-time", "2"];
const ESTABLISHED_DEADLINE_MS = 20_000;

/** Starts downloads or uploads with curl, so many at once; each is a process and a connection of its own. */
export function startCurl(traffic: CurlTraffic, context: TrafficContext): RunningTraffic {
  const waiting = plan(traffic, originsOf(context, traffic));
  const total = waiting.length;
  const records: TrafficRecord[] = [];
  let underWay = 0;
  let ended = 0;
  let first: string | undefined;

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      let told = false;
      const attempts = transferWithRetries(traffic, next, context, (device) => {
        // A later connection of the same transfer is no further one.
        if (!told) underWay++;
        told = true;
        first ??= device;
      });
      records.push(...(await attempts));
      ended++;
    }
  };
  const done = Promise.all(Array.from({ length: Math.min(traffic.parallel, total) }, work));
  // Reported by finished(); without a handler now it would end the process first.
  done.catch(() => undefined);

  return {
    id: traffic.id,
    firstDevice: () => first,
    established: async () => {
      const wanted = traffic.background ? 1 : Math.min(traffic.parallel, total);
      await waitUnderWay(
        `${wanted} transfers of "${traffic.id}" to be under way`,
        () => underWay >= wanted,
        done,
        {
          deadlineMs: ESTABLISHED_DEADLINE_MS,
          everyMs: 5,
          signal: context.signal,
          detail: () => `${underWay} under way, ${ended} of ${total} ended`,
        },
      );
    },
    finished: async () => {
      await done;
      return records;
    },
  };
}

// Sizes take turns, so that every size meets the same changes of the lab.
function plan(traffic: CurlTraffic, origins: string[]): Transfer[] {
  return Array.from({ length: traffic.count }, () =>
    traffic.sizes.flatMap((size) => origins.map((origin) => ({ origin, size }))),
  )
    .flat()
    .map((transfer, number) => ({ number, ...transfer }));
}

/** A transfer, and as often as it may be tried again the rest of it; a record for each connection. */
async function transferWithRetries(
  traffic: CurlTraffic,
  next: Transfer,
  context: TrafficContext,
  underWay: (device: string | undefined) => void,
): Promise<TrafficRecord[]> {
  const { retry } = traffic;
  const first = await transfer(traffic, next, 0, context, underWay);
  if (retry === undefined) return [first];
  const records = [first];
  let got = first.bytes ?? 0;
  while (records.length <= retry && got < next.size && !context.signal?.aborted) {
    const record = await transfer(traffic, next, got, context, underWay);
    got += record.bytes ?? 0;
    records.push(record);
  }
  return records.map((record) => ({ ...record, transfer: next.number }));
}

/** One connection for a transfer, from byte `from` on. */
async function transfer(
  traffic: CurlTraffic,
  { origin, size }: Transfer,
  from: number,
  context: TrafficContext,
  underWay: (device: string | undefined) => void,
): Promise<TrafficRecord> {
  const address = addressOf(context, traffic);
  const port = context.ports.take(origin, 1)[0] as number;
  const upload = traffic.direction === "upload";
  const argv = argvOf(traffic, { address, port, size, from });
  const start = now();
  let told = false;
  const program = startProgram(
    context,
    origin,
    argv,
    upload ? { feed: { bytes: size, rate: traffic.rate } } : {},
  );
  program.onOutput(({ stdout, stderr }) => {
    // A download is under way when its headers are here; an upload is answered only at its end, so its connection counts.
    const device = parseDevices(stdout)[0];
    if (told || !(upload ? stderr.includes("Connected to") : device)) return;
    told = true;
    underWay(device);
  });
  const { stdout, stderr, exitCode } = await program.ended;
  const report = parseReports(stdout).at(-1);
  if (!report) throw reportedNothing(origin, exitCode, stderr);
  const device = parseDevices(stdout)[0];
  const source = unicastOf(nodeOf(context.running.spec.lab, origin), context.family);
  return {
    traffic: traffic.id,
    program: "curl",
    origin,
    client: formatEndpoint(source, port),
    server: address,
    ...(device ? { device } : {}),
    said: saidBy(report, stderr),
    detail: detailOf(report),
    bytes: upload ? report.size_upload : report.size_download,
    size: size - from,
    startWallNs: String(start.wallNs),
    durationMs: report.time_total * 1000,
  };
}

function argvOf(
  { direction, rate, retry }: CurlTraffic,
  { address, port, size, from }: { address: string; port: number; size: number; from: number },
): string[] {
  const upload = direction === "upload";
  return [
    ...REPORTING_CURL,
    "--verbose",
    "--output",
    "/dev/null",
    "--local-port",
    String(port),
    "--max-time",
    String(MAX_SECONDS),
    ...(upload
      ? [
          "--upload-file",
          "-",
          "--header",
          `Content-Length: ${size}`,
          "--header",
          "Transfer-Encoding:",
          "--header",
          "Expect:",
        ]
      : ["--range", `${from}-${size - 1}`]),
    ...(retry === undefined ? [] : STANDSTILL),
    `http://${urlHost(address)}${upload ? UPLOAD_PATH : download(rate)}`,
  ];
}

function download(rate: number | undefined): string {
  return rate === undefined ? BLOB_PATH : `${BLOB_PATH}?${RATE_ARGUMENT}=${rate}`;
}
