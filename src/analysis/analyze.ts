import { messageOf, ShiftError } from "../core/index.js";
import {
  type ByteSource,
  type Fault,
  openSource,
  readCapture,
  SKIP_NAMES,
} from "../packet/index.js";
import { type AnalyzeOptions, type ResolvedOptions, resolveOptions } from "./options.js";
import { type ConnectionListener, Point, PointRouter } from "./point.js";
import { proveByPoints } from "./prove.js";
import type { TracedConnection } from "./record.js";

/** What was read, in packets. */
export interface Totals {
  packets: number;
  tcp: number;
  /** Later fragments of TCP segments: their payload counts, they are no packets of their own. */
  fragments: number;
  /** ICMP "too big" messages about TCP segments. */
  tooBig: number;
  /** Connections that were told before the end, because there were more than could be held. */
  evicted: number;
  /** Packets that were left out, by reason. */
  skipped: Record<string, number>;
}

/** What is known at the end of reading. */
export interface AnalysisEnd {
  totals: Totals;
  /** Faults that stopped the reading of a file; what came before them is in the result. */
  faults: Fault[];
}

/** The result of reading captures. */
export interface Analysis extends AnalysisEnd {
  /** In order of the first packet, capture point by capture point. */
  connections: TracedConnection[];
}

/** A capture: a path, `-` for standard input, or bytes from elsewhere under a name. */
export type CaptureInput = string | { name: string; source: ByteSource };

/**
 * Reads captures and tells what happened to every TCP connection.
 * A file that begins where the one before ends continues it; files of overlapping times are capture points of their own.
 * @param inputs pcap or pcapng, plain or in gzip or zstd
 * @throws ShiftError E_FILE or E_CAPTURE_FORMAT when none of them could be read
 */
export async function analyzeFiles(
  inputs: readonly CaptureInput[],
  options: AnalyzeOptions = {},
): Promise<Analysis> {
  const connections: TracedConnection[] = [];
  const end = await analyzeStream(inputs, options, (connection) => connections.push(connection));
  if (end.totals.evicted > 0) connections.sort((a, b) => a.order - b.order);
  return { connections, ...end };
}

/**
 * Like analyzeFiles, but holds no result: tells each connection once, at the end in order of its first packet, or before
 * when there are more than can be held.
 */
export async function analyzeStream(
  inputs: readonly CaptureInput[],
  options: AnalyzeOptions,
  listener: ConnectionListener,
): Promise<AnalysisEnd> {
  const resolved = resolveOptions(options);
  const points: Point[] = [];
  const faults = await readAll(inputs, points, resolved, listener);
  if (points.length > 1) proveByPoints(points, listener);
  else for (const point of points) for (const one of point.connections()) listener(one, point.file);
  return { totals: totalsOf(points), faults };
}

async function readAll(
  inputs: readonly CaptureInput[],
  points: Point[],
  options: ResolvedOptions,
  onEarly: ConnectionListener,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const failures: ShiftError[] = [];
  for (const input of inputs) {
    const name = typeof input === "string" ? input : input.name;
    const router = new PointRouter(points, () => new Point(name, options, onEarly));
    try {
      const source = typeof input === "string" ? await openSource(input) : input.source;
      const fault = await readCapture(name, source, router);
      if (fault !== undefined) faults.push(fault);
    } catch (thrown) {
      if (!(thrown instanceof ShiftError)) throw thrown;
      failures.push(thrown);
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === inputs.length) throw first;
  const unread = failures.map((failure) => ({
    file: failure.place?.file ?? "",
    offset: 0,
    message: messageOf(failure),
  }));
  return faults.concat(unread);
}

function totalsOf(points: readonly Point[]): Totals {
  const totals: Totals = { packets: 0, tcp: 0, fragments: 0, tooBig: 0, evicted: 0, skipped: {} };
  for (const { tracker } of points) {
    const { counts } = tracker;
    totals.packets += counts.packets;
    totals.tcp += counts.tcp;
    totals.fragments += counts.fragments;
    totals.tooBig += counts.tooBig;
    totals.evicted += counts.evicted;
    SKIP_NAMES.forEach((name, code) => {
      const count = counts.skipped[code] as number;
      if (count > 0) totals.skipped[name] = (totals.skipped[name] ?? 0) + count;
    });
  }
  return totals;
}
