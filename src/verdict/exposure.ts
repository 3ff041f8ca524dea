import type { EventRecord } from "../core/index.js";
import type { Step, Traffic } from "../scenario/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";

// Events of the traffic itself.
const NO_CHANGE = new Set(["open", "probe"]);

/** Connections that an event should have met and did not, as on a machine that is too slow: they prove nothing. */
export function exposureDoubts(evidence: CaseEvidence, connections: JudgedConnection[]): string[] {
  const early = endedEarly(evidence, connections);
  const unfiltered = filteredProbes(evidence).flatMap((probe) => missed(probe, connections));
  return [
    ...(early[0]
      ? [
          `${early.length} connections had ended before the first event, first ${early[0].result.client}: they were not exposed to it`,
        ]
      : []),
    ...(unfiltered[0]
      ? [
          `${unfiltered.length} connections were probed when no packet was filtered any more, first ${unfiltered[0].result.client}: they were not exposed to it`,
        ]
      : []),
  ];
}

// A transfer that the event should meet may be over before it.
function endedEarly(
  { scenario, events }: CaseEvidence,
  connections: JudgedConnection[],
): JudgedConnection[] {
  const first = events.find(({ event }) => !NO_CHANGE.has(event));
  if (!first) return [];
  const ordered = BigInt(first.orderedWallNs);
  const exposed = new Set(scenario.traffic.filter(isUnderWay).map(({ id }) => id));
  return connections.filter(
    ({ result, packets }) =>
      exposed.has(result.traffic ?? "") &&
      result.outcome === "closed" &&
      (packets.at(-1)?.ns ?? ordered) < ordered,
  );
}

// Traffic of which every connection is to be under way at the first event: held ones wait, requests come and go.
function isUnderWay(traffic: Traffic): boolean {
  if (traffic.kind === "iperf") return true;
  return traffic.kind === "curl" && !traffic.background && traffic.count <= traffic.parallel;
}

/** A probe that is meant for the time in which a node drops or rejects packets. */
interface FilteredProbe {
  traffic: string;
  /** 0-based number among the probes of that traffic. */
  number: number;
  /** From when to when packets were filtered, in nanoseconds of the wall clock. */
  from: bigint;
  to: bigint;
}

function filteredProbes({ scenario: { timeline }, events }: CaseEvidence): FilteredProbe[] {
  return timeline.flatMap((step, index) => {
    if ((step.do !== "drop" && step.do !== "reject") || !step.background) return [];
    const nth = timeline.slice(0, index).filter((one) => one.do === step.do).length;
    const [from, to] = [step.do, `${step.do}-end`].map((event) => nthOf(events, event, nth));
    if (!from || !to) return [];
    const times = { from: BigInt(from.orderedWallNs), to: BigInt(to.orderedWallNs) };
    return probesWithin(timeline, index, step.for).map((probe) => ({ ...probe, ...times }));
  });
}

// The probes of a timeline whose turn comes within so many milliseconds after a step.
function probesWithin(
  timeline: readonly Step[],
  after: number,
  ms: number,
): Pick<FilteredProbe, "traffic" | "number">[] {
  let left = ms;
  return timeline.flatMap((step, index) => {
    if (index <= after) return [];
    left -= step.after ?? 0;
    if (step.do !== "probe" || left <= 0) return [];
    const { traffic } = step;
    const earlier = timeline.slice(0, index);
    const number = earlier.filter((one) => one.do === "probe" && one.traffic === traffic).length;
    return [{ traffic, number }];
  });
}

// Events are recorded when they are done, and ordered before.
function nthOf(events: readonly EventRecord[], name: string, n: number): EventRecord | undefined {
  return events
    .filter(({ event }) => event === name)
    .sort((a, b) => (BigInt(a.orderedWallNs) < BigInt(b.orderedWallNs) ? -1 : 1))[n];
}

function missed(
  { traffic, number, from, to }: FilteredProbe,
  connections: JudgedConnection[],
): JudgedConnection[] {
  return connections.filter(
    ({ result, said, packets }) =>
      result.traffic === traffic &&
      said?.probes?.[number]?.said !== "skipped" &&
      !packets.some(({ dir, ns }) => dir === ">" && ns >= from && ns < to),
  );
}
