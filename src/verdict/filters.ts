import type { EventRecord } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import { type JudgedConnection, toAnycast } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import { inOrder, orderedNs } from "./ordered.js";
import { atAllDevices, isWithin } from "./points.js";

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

/** Drops and rejects of a timeline that met no packet, or that packets went through: the case would be as without them. */
export function idleFilters(
  { scenario, events, facts }: CaseEvidence,
  connections: readonly JudgedConnection[],
): string[] {
  const met = toAnycast(connections, facts);
  return filters(scenario.timeline, events).flatMap((filter) => {
    const { step } = filter;
    const why = step.do === "drop" ? whyNotDropped(filter, met) : whyNotRejected(filter, met);
    return why === undefined ? [] : [`the ${step.do} at ${step.node} ${why}`];
  });
}

function whyNotDropped(
  { step, to }: Filter,
  connections: readonly JudgedConnection[],
): string | undefined {
  // Its time begins when it is in force.
  const since = (ms: number) => to - BigInt(Math.floor(ms)) * MS;
  const from = since(step.for - IN_FLIGHT_MS);
  const underWay = connections.filter(
    ({ packets }) => packets.some(({ ns }) => ns < to) && packets.some(({ ns }) => ns >= from),
  );
  const heard = ({ packets }: JudgedConnection) =>
    packets.some(({ dir, ns }) => dir === "<" && ns >= from && ns < to);
  if (underWay.length > 0 && underWay.every(heard))
    return "dropped nothing: all that was under way went on";
  const span = { since: since(step.for), until: to };
  const sent = connections.some(
    ({ packets, atDevice }) =>
      packets.some(({ dir, ns }) => dir === ">" && isWithin(ns, span)) ||
      atAllDevices(atDevice).some(({ packet, ns }) => packet.dir === "<" && isWithin(ns, span)),
  );
  return sent ? undefined : "dropped nothing: nobody sent anything while it lasted";
}

// A RST that no device sent came from the way.
function whyNotRejected(
  { from, to }: Filter,
  connections: readonly JudgedConnection[],
): string | undefined {
  const span = { since: from, until: to + BigInt(IN_FLIGHT_MS) * MS };
  const rejected = connections.some(
    ({ result, packets }) =>
      result.reset?.device === undefined &&
      packets.some(
        ({ dir, flags, ns }) => dir === "<" && flags.includes("R") && isWithin(ns, span),
      ),
  );
  return rejected ? undefined : "rejected nothing: no reset came from the way while it lasted";
}
