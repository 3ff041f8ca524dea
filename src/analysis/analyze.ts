import { DECODED, type Fault, SKIP_NAMES } from "../packet/index.js";
import { type AnalyzeOptions, resolveOptions } from "./options.js";
import type { ConnectionListener, Point } from "./point.js";
import { proveByPoints } from "./prove.js";
import { type CaptureInput, CaptureReader } from "./reader.js";
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

/**
 * Reads captures and tells what happened to every TCP connection.
 * Files that do not overlap in time continue each other; of files that do, each is a capture point of its own.
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
  const reader = new CaptureReader(resolveOptions(options), listener);
  await reader.readAll(inputs);
  const { points, faults } = reader;
  for (const point of points) await point.finish(options.share?.exchange);
  if (points.length > 1) proveByPoints(points, listener);
  else for (const point of points) point.tell((one) => listener(one, point.file));
  const totals = totalsOf(points);
  for (const point of points) point.release();
  return { totals, faults };
}

/** The totals of all shares of a capture's connections: every share sees all packets and counts its own connections'. */
export function mergeTotals(shares: readonly Totals[]): Totals {
  const [first] = shares;
  if (first === undefined) throw new RangeError("there are no shares");
  const sum = (key: "tcp" | "fragments" | "tooBig" | "evicted") =>
    shares.reduce((total, totals) => total + totals[key], 0);
  const skipped = { ...first.skipped };
  const later = SKIP_NAMES[DECODED.FRAGMENT] as string;
  const orphans = first.fragments + (first.skipped[later] ?? 0) - sum("fragments");
  if (orphans > 0) skipped[later] = orphans;
  else delete skipped[later];
  return {
    packets: first.packets,
    tcp: sum("tcp"),
    fragments: sum("fragments"),
    tooBig: sum("tooBig"),
    evicted: sum("evicted"),
    skipped,
  };
}

function totalsOf(points: readonly Point[]): Totals {
  const totals: Totals = { packets: 0, tcp: 0, fragments: 0, tooBig: 0, evicted: 0, skipped: {} };
  for (const { tracker } of points) {
    const { counts, engine } = tracker;
    totals.packets += engine.compiled.packetCount();
    totals.tcp += engine.compiled.takenSegments();
    totals.fragments += counts.fragments;
    totals.tooBig += counts.tooBig;
    totals.evicted += counts.evicted;
    const skipped = engine.skipped();
    SKIP_NAMES.forEach((name, code) => {
      const count = skipped[code] as number;
      if (count > 0) totals.skipped[name] = (totals.skipped[name] ?? 0) + count;
    });
  }
  return totals;
}
