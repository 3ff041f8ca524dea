import type { EventRecord, Ladder } from "../../verdict/index.js";
import { type EventMoment, lifelinesOf, type PacketMoment, timelineOf } from "../timeline.js";
import { isReset, secondsText, spanText } from "../words.js";

/** A drawing of a ladder in its own units, about pixels. */
export interface LadderLayout {
  width: number;
  height: number;
  /** Where the lifelines begin, below their labels. */
  top: number;
  lifelines: { id: string; label: string; x: number }[];
  arrows: LadderArrow[];
  events: (EventMoment & { y: number; after: string })[];
  /** Spans of time that are drawn shorter than they were. */
  folds: { from: number; to: number; text: string }[];
  /** The longest pause, in nanoseconds, that is still drawn to scale. */
  scaleUpToNs: bigint;
}

/** A packet between two lifelines, with its places in the units of the drawing. */
export interface LadderArrow extends PacketMoment {
  y: number;
  x1: number;
  x2: number;
  /** Middle of the lane beside the sender, where the label stands. */
  labelX: number;
  /** Seconds since the first packet, as tcpdump -ttttt prints them: `0.000131`. */
  after: string;
  /** True for a packet that no device is known to have received. */
  lost: boolean;
  reset: boolean;
}

export const TIME_COLUMN = 88;
const LANE = 132;
const STUB = 56;
const LEFT = TIME_COLUMN + 34;
const RIGHT = 63;
const TOP = 48;
const FIRST_GAP = 30;
const BOTTOM = 18;
const TYPICAL_GAP = 34;
const MIN_GAP = 28;
const MAX_GAP = 92;
const FOLD_GAP = 52;

/**
 * Places a ladder. Time runs down and to scale, so that the typical pause is one comfortable line; a shorter one still
 * gets a line, a much longer one is folded and labelled with its true length.
 */
export function layoutLadder(ladder: Ladder, events: readonly EventRecord[]): LadderLayout {
  const lifelines = lifelinesOf(ladder).map((lifeline, index) => ({
    ...lifeline,
    x: LEFT + index * LANE,
  }));
  const xOf = new Map(lifelines.map(({ id, x }) => [id, x]));
  const moments = timelineOf(ladder, events);
  const start = moments[0]?.ns ?? 0n;
  const pixelsPerNs = TYPICAL_GAP / typicalPause(moments.map(({ ns }) => ns));

  const layout: LadderLayout = {
    width: LEFT + Math.max(1, lifelines.length - 1) * LANE + RIGHT,
    height: 0,
    top: TOP,
    lifelines,
    arrows: [],
    events: [],
    folds: [],
    scaleUpToNs: BigInt(Math.round(MAX_GAP / pixelsPerNs)),
  };
  let y = TOP + FIRST_GAP;
  let before = start;
  for (const moment of moments) {
    const pause = moment.ns - before;
    const after = secondsText(moment.ns - start);
    const toScale = Number(pause) * pixelsPerNs;
    if (toScale > MAX_GAP) {
      layout.folds.push({ from: y, to: y + FOLD_GAP, text: spanText(pause) });
      y += FOLD_GAP;
    } else if (moment !== moments[0]) {
      y += Math.max(MIN_GAP, Math.round(toScale));
    }
    if (moment.kind === "event") layout.events.push({ ...moment, y, after });
    else layout.arrows.push(arrowAt(moment, y, after, xOf));
    before = moment.ns;
  }
  layout.height = y + BOTTOM;
  return layout;
}

/** The median of the pauses that are longer than nothing, in nanoseconds. */
function typicalPause(times: readonly bigint[]): number {
  const pauses = times
    .map((ns, index) => Number(ns - (times[index - 1] ?? ns)))
    .filter((pause) => pause > 0)
    .sort((a, b) => a - b);
  return pauses[Math.floor(pauses.length / 2)] ?? 1;
}

function arrowAt(
  moment: PacketMoment,
  y: number,
  after: string,
  xOf: ReadonlyMap<string, number>,
): LadderArrow {
  const x1 = xOf.get(moment.step.from) ?? 0;
  const end = xOf.get(moment.step.to) ?? 0;
  // A packet that no device's capture shows has nowhere to end: its arrow stops on the way.
  const lost = end === x1;
  const x2 = lost ? x1 + STUB : end;
  const labelX = x1 + (Math.sign(x2 - x1) * LANE) / 2;
  return { ...moment, y, x1, x2, labelX, after, lost, reset: isReset(moment.step.flags) };
}
