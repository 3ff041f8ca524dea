import type { TrafficRecord } from "../core/index.js";
import type { Traffic } from "../scenario/index.js";
import { type CurlReport, clientOf, detailOf, parseTransfers, saidBy } from "./curl-output.js";

/** Requests with idle gaps between them. */
export type KeepAliveTraffic = Extract<Traffic, { kind: "keep-alive" }>;

/**
 * One record for each connection of one curl process: its transfers have the same local port. That a request took a new
 * connection says nothing of how the one before it ended: curl repeats a request that a reset met, but also connects
 * again after the server's FIN. Of a new one that is refused curl tells no port, or that of the one before.
 */
export function keepAliveRecords(
  stdout: string,
  traffic: Pick<KeepAliveTraffic, "id" | "size" | "separate">,
  { set, ...ends }: Pick<TrafficRecord, "origin" | "server" | "startWallNs" | "set">,
): TrafficRecord[] {
  const records: TrafficRecord[] = [];
  for (const { report, device } of parseTransfers(stdout)) {
    const said = saidBy(report);
    const told = clientOf(report);
    const client =
      said === "refused" && records.some((one) => one.client === told) ? undefined : told;
    const previous = records.at(-1);
    if (previous && client !== undefined && client === previous.client) {
      merge(previous, report);
      continue;
    }
    if (previous && !traffic.separate && previous.said === "ok")
      previous.detail += "; the next request took a new connection";
    records.push({
      traffic: traffic.id,
      program: "curl",
      ...ends,
      ...(traffic.separate ? {} : { set }),
      ...(client ? { client } : {}),
      ...(device ? { device } : {}),
      said,
      detail: detailOf(report),
      bytes: report.size_download,
      size: traffic.size,
      durationMs: report.time_total * 1000,
    });
  }
  return records;
}

function merge(record: TrafficRecord, report: CurlReport): void {
  record.bytes = (record.bytes ?? 0) + report.size_download;
  record.durationMs += report.time_total * 1000;
  const said = saidBy(report);
  if (said === "ok") return;
  record.said = said;
  record.detail = detailOf(report);
}
