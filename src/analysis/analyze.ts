import { type Fault, SKIP_NAMES } from "../packet/index.js";
import { type AnalyzeOptions, type ResolvedOptions, resolveOptions } from "./options.js";
import type { Point } from "./point.js";
import { proveByPoints } from "./prove.js";
import { type CaptureInput, CaptureReader, nameOf } from "./reader.js";
import type { ConnectionListener, TracedConnection } from "./record.js";
import type { Totals } from "./schemas.js";

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
 * Files that do not overlap in time continue each other; of files that do, and of what can be read only once, each is a
 * capture point of its own.
 * @param inputs pcap or pcapng, plain or in gzip or zstd
 * @throws ShiftError E_FILE or E_CAPTURE_FORMAT when none of them could be read
 * @throws RangeError for options that cannot be
 */
export async function analyzeFiles(
  inputs: readonly CaptureInput[],
  options: AnalyzeOptions = {},
): Promise<Analysis> {
  const connections: TracedConnection[] = [];
  const end = await analyzeStream(inputs, options, (connection) => connections.push(connection));
  if (end.totals.evicted > 0) {
    const places = new Map(inputs.map((input, index) => [nameOf(input), index]));
    const place = ({ record }: TracedConnection) => places.get(record.capture ?? "") ?? 0;
    connections.sort((a, b) => place(a) - place(b) || a.order - b.order);
  }
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
  const reader = new CaptureReader(resolved, listener);
  const { points, faults } = reader;
  try {
    await reader.readAll(inputs);
    for (const point of points) point.finish();
    if (points.length > 1) await proveByPoints(points, resolved.ready, listener);
    else for (const point of points) await tellPoint(point, resolved, listener);
    return { totals: totalsOf(points), faults };
  } finally {
    for (const point of points) point.release();
  }
}

async function tellPoint(
  point: Point,
  { tellHeld, keepsAny }: ResolvedOptions,
  listener: ConnectionListener,
): Promise<void> {
  if (tellHeld !== undefined && !keepsAny) await tellHeld(point.held());
  else await point.tell((one) => listener(one, point.file));
}

function totalsOf(points: readonly Point[]): Totals {
  const totals: Totals = {
    points: points.length,
    packets: 0,
    tcp: 0,
    fragments: 0,
    tooBig: 0,
    evicted: 0,
    skipped: {},
  };
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
