import { z } from "zod";
import { formatEndpoint, ShiftError, type TrafficRecord } from "../core/index.js";
import { parseDevices } from "./devices.js";

// The parts of curl's --write-out '%{json}' that are used (curl(1), 7.70 and later).
const writeOutSchema = z.object({
  exitcode: z.number(),
  errormsg: z.string().nullable().optional(),
  http_code: z.number(),
  local_ip: z.string(),
  local_port: z.number(),
  num_connects: z.number(),
  remote_ip: z.string(),
  remote_port: z.number(),
  size_download: z.number(),
  size_upload: z.number(),
  time_total: z.number(),
});

/** What curl reported of one transfer. */
export type CurlReport = z.infer<typeof writeOutSchema>;

/** A curl that prints response headers and its report of each transfer, as they are read here, and only those. */
export const REPORTING_CURL = [
  "curl",
  "--silent",
  "--show-error",
  "--globoff",
  "--http1.1",
  "--dump-header",
  "-",
  "--write-out",
  "\\n%{json}\\n",
];

/** The reports in curl's standard output, one line of JSON for each transfer, among response headers. */
export function parseReports(stdout: string): CurlReport[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => writeOutSchema.parse(JSON.parse(line)));
}

/** A transfer's report with the device that a response header of it named. */
export interface CurlTransfer {
  report: CurlReport;
  device: string | undefined;
}

/** The transfers in curl's standard output, in order: the headers of each stand before its report. */
export function parseTransfers(stdout: string): CurlTransfer[] {
  const parts = `\n${stdout}`.split(/^(?=\{)/m);
  return parts.slice(1).flatMap((part, index) =>
    parseReports(part).map((report) => ({
      report,
      device: parseDevices(parts[index] as string)[0],
    })),
  );
}

/** Client endpoint of a report; undefined when no connection came about. */
export function clientOf(report: CurlReport): string | undefined {
  return report.local_port > 0 ? formatEndpoint(report.local_ip, report.local_port) : undefined;
}

// libcurl-errors(3): 7 could not connect, 18 partial file, 28 timeout, 52 empty reply, 55 send error, 56 receive error.
// A server that closes too early gives 18 or 52, as when its process was killed; a RST gives 55 or 56.
const REFUSED = 7;
const TIMEOUT = 28;
const CUT = new Set([18, 52]);
const BROKEN = new Set([55, 56]);

// What the kernel makes of an ICMP error that answers a SYN (RFC 1122 section 4.2.3.9; net/ipv4/icmp.c,
// icmp_err_convert): a hop limit that ran out in a loop is "no route to host" too. Only --verbose says so.
const ICMP_ERROR = /(?:No route to host|Network is unreachable)$/m;

/** curl's own word on a transfer, with what it wrote to standard error, where it was asked to be verbose. */
export function saidBy(report: CurlReport, stderr = ""): TrafficRecord["said"] {
  if (report.exitcode === 0) return report.http_code >= 400 ? "error" : "ok";
  if (report.exitcode === TIMEOUT) return "timeout";
  if (report.exitcode === REFUSED) return ICMP_ERROR.test(stderr) ? "unreachable" : "refused";
  if (CUT.has(report.exitcode)) return "cut";
  return BROKEN.has(report.exitcode) ? "reset" : "error";
}

/** How a transfer ended, in curl's words. */
export function detailOf({ exitcode, http_code, errormsg }: CurlReport): string {
  return exitcode === 0 ? `HTTP ${http_code}` : `curl: (${exitcode}) ${errormsg ?? ""}`;
}

/** The failure of a curl that came to no report, with the last line of what it said. */
export function reportedNothing(
  origin: string,
  exitCode: number | undefined,
  stderr: string,
): ShiftError {
  const lastLine = stderr.trim().split("\n").at(-1) ?? "";
  return new ShiftError({
    code: "E_TRAFFIC",
    message: `curl at ${origin} ended with ${exitCode} and reported nothing: ${lastLine}`,
  });
}
