import { byNs } from "../core/index.js";
import type { EventRecord, Ladder } from "../verdict/index.js";
import { eventText } from "./words.js";

/** One packet of a ladder, numbered from 1 as its tcpdump lines are. */
export interface PacketMoment {
  kind: "packet";
  ns: bigint;
  number: number;
  step: Ladder["steps"][number];
}

/** An event of the case that fell between the packets of a ladder. */
export interface EventMoment {
  kind: "event";
  ns: bigint;
  text: string;
}

/** What stands in a line of a ladder. */
export type Moment = PacketMoment | EventMoment;

/**
 * The packets of a ladder and, among them, the events that were ordered or seen between its first and its last packet.
 * In order of time; the packets keep the numbers that they have in the ladder.
 */
export function timelineOf(ladder: Ladder, events: readonly EventRecord[]): Moment[] {
  const packets = ladder.steps.map(
    (step, index): PacketMoment => ({
      kind: "packet",
      ns: BigInt(step.wallNs),
      number: index + 1,
      step,
    }),
  );
  const sorted = [...packets].sort(byNs);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) return [];
  const during = events.flatMap(eventMoments).filter(({ ns }) => ns >= first.ns && ns <= last.ns);
  return [...during, ...sorted].sort(byNs);
}

function eventMoments(record: EventRecord): EventMoment[] {
  const what = eventText(record);
  const moments: EventMoment[] = [
    { kind: "event", ns: BigInt(record.orderedWallNs), text: `${what} ordered` },
  ];
  if (record.seenWallNs !== undefined) {
    const by = record.router === undefined ? "" : ` by ${record.router}`;
    const left = record.unreached ? `, no path to ${record.unreached.join(", ")}` : "";
    moments.push({
      kind: "event",
      ns: BigInt(record.seenWallNs),
      text: `${what} seen${by}${left}`,
    });
  }
  return moments;
}

/** The ladder's lifelines, with one more for each end of a step that it does not list: no packet goes unshown. */
export function lifelinesOf(ladder: Ladder): Ladder["lifelines"] {
  const known = new Set(ladder.lifelines.map(({ id }) => id));
  const ends = new Set(ladder.steps.flatMap(({ from, to }) => [from, to]));
  const missing = [...ends].filter((id) => !known.has(id));
  return [...ladder.lifelines, ...missing.map((id) => ({ id, label: id }))];
}
