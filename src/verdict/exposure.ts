import { endingRst } from "../analysis/index.js";
import { type EventRecord, plural } from "../core/index.js";
import type { Step, Traffic } from "../scenario/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import { filters, idleFilters } from "./filters.js";
import { effectNs, inOrder, orderedNs } from "./ordered.js";
import { setOf } from "./sets.js";
import { idleSilences } from "./silence.js";

// What only asks something of a connection; `abort` ends it, as any change may.
const NO_CHANGE = new Set(["open", "probe"]);
// What meets later connections as well, to the end of the case.
const STAYS = new Set(["silence", "stop", "ttl", "command"]);

/**
 * Connections that an event should have met and did not, as on a machine that is too slow, and what no event can have done:
 * they prove nothing.
 */
export function exposureDoubts(evidence: CaseEvidence, connections: JudgedConnection[]): string[] {
  const early = endedEarly(evidence, connections);
  const before = resetBefore(evidence, connections);
  const late = timedProbes(evidence).flatMap((probe) => missed(probe, connections));
  return [
    ...(before[0]
      ? [
          `${plural(before.length, "connection")} had been reset before anything was done, first ${before[0].result.client}`,
        ]
      : []),
    ...idleFilters(evidence, connections),
    ...idleSilences(evidence, connections),
    ...(early[0]
      ? [
          `${plural(early.length, "connection")} had ended before the first event took effect, first ${early[0].result.client}: not exposed to it`,
        ]
      : metByNone(evidence, connections).map(
          ({ event, target }) =>
            `every connection had ended before the ${event} of ${target} took effect: none was exposed to it`,
        )),
    ...(late[0]
      ? [
          `a probe came too late for ${plural(late.length, "connection")}, first ${late[0].result.client}: not exposed to what it was meant to meet`,
        ]
      : []),
  ];
}

/** Whether a connection had closed before the first event took effect; false where nothing was done. */
export function metNoEvent(events: readonly EventRecord[], connection: JudgedConnection): boolean {
  const first = events.find(changesLab);
  return first !== undefined && endedBefore(first, connection);
}

/**
 * Whether a connection began when all had taken effect that was done; false where nothing was done, or what was done stays
 * in its way.
 */
export function beganAfterEvents(
  events: readonly EventRecord[],
  { packets: [first] }: JudgedConnection,
): boolean {
  const changes = events.filter(({ event }) => !NO_CHANGE.has(event));
  if (changes.length === 0 || changes.some(({ event }) => STAYS.has(event))) return false;
  return changes.every((event) => first !== undefined && first.ns > effectNs(event));
}

// A transfer that the event should meet may be over before it.
function endedEarly(
  { scenario, events, facts }: CaseEvidence,
  connections: JudgedConnection[],
): JudgedConnection[] {
  const first = events.find(changesLab);
  if (!first) return [];
  const exposed = new Set(
    scenario.traffic.filter((one) => isUnderWay(one, facts.origins.length)).map(({ id }) => id),
  );
  const asked = connections.filter(({ result }) => exposed.has(result.traffic ?? ""));
  const isLeft = (connection: JudgedConnection) => !endedBefore(first, connection);
  const left = new Set(asked.filter(isLeft).map(({ result }) => setOf(result)));
  return asked.filter((connection) => !left.has(setOf(connection.result)));
}

// What the server's side reset before the first event: conditions and mitigations alone may do that.
function resetBefore(
  { scenario, events }: CaseEvidence,
  connections: readonly JudgedConnection[],
): JudgedConnection[] {
  const first = events.find(changesLab);
  if (!first || scenario.conditions.length > 0 || scenario.mitigation !== undefined) return [];
  return connections.filter(({ result: { reset }, packets }) => {
    if (reset?.by !== "server") return false;
    const rst = packets[endingRst(packets, reset)];
    return rst !== undefined && rst.ns < orderedNs(first);
  });
}

// Changes that no connection lived to see. Of those that a flap repeats the first counts: it may outlast the traffic.
function metByNone(
  { events }: CaseEvidence,
  connections: readonly JudgedConnection[],
): EventRecord[] {
  if (connections.length === 0) return [];
  return events
    .filter(changesLab)
    .filter((event, index, all) => all.findIndex((one) => isRepeat(one, event)) === index)
    .filter((event) => connections.every((connection) => endedBefore(event, connection)));
}

function isRepeat(a: EventRecord, b: EventRecord): boolean {
  return a.event === b.event && a.target === b.target;
}

// What ended between the order and the change of the FIB has met the event no more than what ended before.
function endedBefore(event: EventRecord, { result, packets }: JudgedConnection): boolean {
  const since = effectNs(event);
  // What a server reset may have been the doing of an earlier event, which a later one can add nothing to.
  const isOver = result.outcome === "closed" || result.reset?.by === "client";
  return isOver && (packets.at(-1)?.ns ?? since) < since;
}

// Traffic of which every connection, or set of requests, is to be under way at the first event: held ones wait, requests
// over connections of their own come and go.
function isUnderWay(traffic: Traffic, origins: number): boolean {
  if (traffic.kind === "iperf") return true;
  if (traffic.kind === "keep-alive") return !traffic.separate;
  if (traffic.kind !== "curl" || traffic.background) return false;
  const { from, sizes, count, parallel } = traffic;
  return (from?.length ?? origins) * sizes.length * count <= parallel;
}

/** A probe that is to be sent within some time. */
interface TimedProbe {
  traffic: string;
  /** 0-based number among the probes of that traffic. */
  number: number;
  /** From when to when, in nanoseconds of the wall clock. */
  from: bigint;
  to: bigint;
}

function timedProbes({ scenario: { timeline }, events }: CaseEvidence): TimedProbe[] {
  return [...filteredProbes(timeline, events), ...hurriedProbes(timeline, inOrder(events))];
}

// Probes that are meant for the time in which a node drops or rejects packets.
function filteredProbes(timeline: readonly Step[], events: readonly EventRecord[]): TimedProbe[] {
  return filters(timeline, events)
    .filter(({ step }) => step.background)
    .flatMap(({ step, index, from, to }) =>
      probesWithin(timeline, index, step.for).map((probe) => ({ ...probe, from, to })),
    );
}

// The probes of a timeline whose turn comes within so many milliseconds after a step.
function probesWithin(
  timeline: readonly Step[],
  after: number,
  ms: number,
): Pick<TimedProbe, "traffic" | "number">[] {
  let left = ms;
  return timeline.flatMap((step, index) => {
    if (index <= after) return [];
    left -= step.after ?? 0;
    if (step.do !== "probe" || left <= 0) return [];
    return [{ traffic: step.traffic, number: probesBefore(timeline, index, step.traffic) }];
  });
}

// Probes that the timeline does not wait for: they are meant for the time until something else is done.
function hurriedProbes(timeline: readonly Step[], events: readonly EventRecord[]): TimedProbe[] {
  return timeline.flatMap((step, index) => {
    if (step.do !== "probe" || !step.background) return [];
    const number = probesBefore(timeline, index, step.traffic);
    const probe = events.filter(
      ({ event, target }) => event === "probe" && target === step.traffic,
    )[number];
    const next = probe && events.slice(events.indexOf(probe) + 1).find(changesLab);
    if (!next) return [];
    return [{ traffic: step.traffic, number, from: orderedNs(probe), to: orderedNs(next) }];
  });
}

function probesBefore(timeline: readonly Step[], index: number, traffic: string): number {
  const earlier = timeline.slice(0, index);
  return earlier.filter((step) => step.do === "probe" && step.traffic === traffic).length;
}

function changesLab({ event, stays }: EventRecord): boolean {
  return !stays && !NO_CHANGE.has(event) && !event.endsWith("-end");
}

function missed(
  { traffic, number, from, to }: TimedProbe,
  connections: JudgedConnection[],
): JudgedConnection[] {
  return connections.filter(
    ({ result, said, packets }) =>
      result.traffic === traffic &&
      said?.probes?.[number]?.said !== "skipped" &&
      !packets.some(({ dir, ns }) => dir === ">" && ns >= from && ns < to),
  );
}
