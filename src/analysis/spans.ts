import { openSource, type RecordSink, readCapture } from "../packet/index.js";

/** Processors that hand packets to one capture pass each other by less (in seconds), also where a file ends. */
const REORDERED_SECONDS = 0.001;
/** Captures of several points overlap by a larger share of the shorter one. */
const REORDERED_SHARE = 0.01;

/** The time from a capture's earliest packet to its latest, in seconds since the epoch, and what it was captured on. */
export interface Span {
  path: string;
  /** Numbers of LINKTYPE_… (tcpdump.org/linktypes.html). */
  linkTypes: ReadonlySet<number>;
  from: number;
  to: number;
}

/**
 * The time that a capture covers.
 * @throws ShiftError E_FILE or E_CAPTURE_FORMAT when it is none
 */
export async function spanOf(path: string): Promise<Span> {
  const linkTypes = new Set<number>();
  const span = { path, linkTypes, from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  const sink: RecordSink = {
    record(_view, _at, _captured, _original, linkType, sec, nanos) {
      linkTypes.add(linkType);
      const time = sec + nanos / 1e9;
      if (time < span.from) span.from = time;
      if (time > span.to) span.to = time;
    },
  };
  await readCapture(path, await openSource(path), sink);
  return span;
}

/**
 * The paths in order of time, where the captures continue each other as tcpdump's rotation writes them: none overlaps
 * another, but for packets out of order, and all were captured on the same kind of link. Captures of several points of one
 * network do overlap; undefined is returned for them.
 */
export function inSuccession(spans: readonly Span[]): string[] | undefined {
  const sorted = [...spans].sort((a, b) => a.from - b.from || a.to - b.to);
  const overlap = sorted.some((span, index) => {
    const before = sorted[index - 1];
    return before !== undefined && overlaps(before, span);
  });
  return overlap || !areOfOneKind(sorted) ? undefined : sorted.map(({ path }) => path);
}

/** Whether all captures that have packets were made on a kind of link that the first one of them has. */
function areOfOneKind(spans: readonly Span[]): boolean {
  const [first, ...others] = spans.map(({ linkTypes }) => linkTypes).filter(({ size }) => size > 0);
  return others.every((types) => [...types].some((type) => first?.has(type)));
}

function overlaps(before: Span, after: Span): boolean {
  // Two that hold only one moment, the same one.
  if (before.from === after.to) return true;
  const shorter = Math.min(before.to - before.from, after.to - after.from);
  return before.to - after.from > Math.min(REORDERED_SECONDS, REORDERED_SHARE * shorter);
}
