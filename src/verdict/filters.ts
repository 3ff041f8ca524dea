import { addressOf, type EventRecord } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import { inOrder, orderedNs } from "./ordered.js";

const MS = 1_000_000n;
/** In flight when packets begin to be dropped. */
const IN_FLIGHT_MS = 100;

/** A step for whose time a node drops or rejects packets, from its order to that of its end. */
export interface Filter {
  step: Extract<Step, { do: "drop" | "reject" }>;
  index: number;
  from: bigint;
  to: bigint;
}

/** The drops and rejects of a timeline, by what was recorded of them. */
export function filters(timeline: readonly Step[], events: readonly EventRecord[]): Filter[] {
  const sorted = inOrder(events);
  return timeline.flatMap((step, index) => {
    if (step.do !== "drop" && step.do !== "reject") return [];
    const nth = timeline.slice(0, index).filter((one) => one.do === step.do).length;
    const start = sorted.filter(({ event }) => event === step.do)[nth];
    if (!start) return [];
    const from = orderedNs(start);
    // Of several at once, the first to begin need not be the first to end.
    const end = sorted.find(
      (event) =>
        event.event === `${step.do}-end` &&
        event.target === step.node &&
        orderedNs(event) >= from + BigInt(Math.floor(step.for)) * MS,
    );
    return end ? [{ step, index, from, to: orderedNs(end) }] : [];
  });
}

/** Nodes that were to drop packets, while every connection to the anycast address heard of its server. */
export function idleDrops(
  { scenario, events, facts }: CaseEvidence,
  connections: readonly JudgedConnection[],
): string[] {
  const drops = filters(scenario.timeline, events).filter(({ step }) => step.do === "drop");
  return drops.flatMap(({ step, to }) => {
    // Its time begins when it is in force.
    const from = to - BigInt(Math.floor(step.for - IN_FLIGHT_MS)) * MS;
    const underWay = connections.filter(
      ({ result, packets }) =>
        addressOf(result.server) === facts.vip &&
        packets.some(({ ns }) => ns < to) &&
        packets.some(({ ns }) => ns >= from),
    );
    const heard = ({ packets }: JudgedConnection) =>
      packets.some(({ dir, ns }) => dir === "<" && ns >= from && ns < to);
    return underWay.length > 0 && underWay.every(heard) ? [step.node] : [];
  });
}
