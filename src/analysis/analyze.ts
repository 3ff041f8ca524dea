import { type Fault, openSource, readCapture, SKIP_NAMES } from "../packet/index.js";
import type { TracedConnection } from "./record.js";
import { RecordBuilder } from "./record-builder.js";
import { Tracker } from "./tracker.js";

/** Ports that are taken for a server's when neither SYN nor SYN-ACK was captured. */
export const SERVICE_PORTS: readonly number[] = [80, 443, 5001, 5201];

/** How captures are analysed. */
export interface AnalyzeOptions {
  /** Anycast addresses: the side that has one is the server where nobody was seen to open. */
  vips?: readonly string[];
  /** Server ports, for the same guess. */
  servicePorts?: readonly number[];
  /** Keep every packet of every connection. */
  keepPackets?: boolean;
  /** Show the connections inside IPIP, GRE, VXLAN and GENEVE. */
  decap?: boolean;
  /** Keep connections of different VLANs apart. */
  vlanKey?: boolean;
}

/** What was read, in packets. */
export interface Totals {
  packets: number;
  tcp: number;
  /** Later fragments of TCP segments: their payload counts, they are no packets of their own. */
  fragments: number;
  /** ICMP "too big" messages about TCP segments. */
  tooBig: number;
  /** Packets that were left out, by reason. */
  skipped: Record<string, number>;
}

/** The result of reading captures. */
export interface Analysis {
  /** In order of the first packet. */
  connections: TracedConnection[];
  totals: Totals;
  /** Faults that stopped the reading of a file; what came before them is in the result. */
  faults: Fault[];
}

/**
 * Reads captures, one after the other, as one stream of packets and tells what happened to every TCP connection.
 * @param paths pcap or pcapng files, plain or in gzip or zstd; `-` is standard input
 * @throws ShiftError E_FILE or E_CAPTURE_FORMAT when a file could not be read at all
 */
export async function analyzeFiles(
  paths: readonly string[],
  options: AnalyzeOptions = {},
): Promise<Analysis> {
  const hints = {
    servicePorts: new Set(options.servicePorts ?? SERVICE_PORTS),
    vips: new Set(options.vips ?? []),
  };
  const tracker = new Tracker({
    decap: options.decap ?? false,
    vlanKey: options.vlanKey ?? false,
    keepPackets: options.keepPackets ?? false,
    servicePorts: hints.servicePorts,
  });
  const faults: Fault[] = [];
  for (const path of paths) {
    const fault = await readCapture(path, await openSource(path), tracker);
    if (fault !== undefined) faults.push(fault);
  }
  tracker.flush();
  const builder = new RecordBuilder(tracker, hints);
  const connections: TracedConnection[] = [];
  for (let id = 0; id < tracker.table.limit; id++) {
    const record = builder.build(id);
    const packets = tracker.packets.take(id, builder.clientSide);
    connections.push({ record, packets });
  }
  return { connections, totals: totalsOf(tracker), faults };
}

function totalsOf(tracker: Tracker): Totals {
  const { packets, tcp, fragments, tooBig, skipped } = tracker.counts;
  const named: Record<string, number> = {};
  SKIP_NAMES.forEach((name, code) => {
    const count = skipped[code] as number;
    if (count > 0) named[name] = count;
  });
  return { packets, tcp, fragments, tooBig, skipped: named };
}
