import { type EventRecord, plural } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { CaseEvidence } from "./evidence.js";
import { orderedNs } from "./ordered.js";

/** Events that change what a router forwards: each is looked for in a FIB. */
const ROUTED = new Set(["withdraw", "announce", "prepend", "link-down", "link-up"]);

/** What the evidence of a whole case has and this one lacks: captures of its nodes, events of its timeline. */
export function whatIsMissing(evidence: CaseEvidence): string[] {
  const { scenario, events, captures, facts } = evidence;
  const files = captures.map(({ file }) => file);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  const uncaptured = [
    ...facts.origins.map(({ name }) => ({ name, point: "origin" })),
    ...facts.devices.map(({ name }) => ({ name, point: "device" })),
  ].filter(({ name, point }) => !captures.some((one) => one.node === name && one.point === point));
  return [
    ...(uncaptured[0] ? [`no capture of ${uncaptured.map(({ name }) => name).join(", ")}`] : []),
    ...(twice === undefined ? [] : [`${twice} stands for two captures`]),
    ...miscounted(scenario.timeline, events),
    ...events
      .filter(({ event, router }) => ROUTED.has(event) && router === undefined)
      .map(({ event, target }) => `no FIB was watched for the ${event} of ${target}`),
    ...unanswered(evidence),
  ];
}

// The routers are asked about all held connections when they are there, and before each probe if anything was done since.
function unanswered({ oracle, events, traffic, facts }: CaseEvidence): string[] {
  const held = traffic.filter(
    ({ program, client, server }) =>
      program === "held" && client !== undefined && server === facts.vip,
  );
  if (held.length === 0 || oracle?.skipped !== undefined) return [];
  const answers = oracle?.predictions ?? [];
  const known = answers.at(-1)?.devices.split(" ").length ?? 0;
  const isAnswered = (ns: bigint) =>
    answers.some(
      ({ askedWallNs, untilWallNs }) =>
        BigInt(askedWallNs) <= ns && (untilWallNs === undefined || BigInt(untilWallNs) > ns),
    );
  const blind = events.filter((one) => one.event === "probe" && !isAnswered(orderedNs(one)));
  return [
    ...(known === held.length && oracle?.clients.length === held.length
      ? []
      : [`the routers' answers are about ${known} of ${plural(held.length, "held connection")}`]),
    ...(blind.length > 0
      ? [`the routers' answers of before ${plural(blind.length, "probe")} are not there`]
      : []),
  ];
}

function miscounted(timeline: readonly Step[], events: readonly EventRecord[]): string[] {
  const wanted = timeline.flatMap(eventsOf);
  const recorded = events.map(({ event }) => event);
  const count = (names: readonly string[], name: string) =>
    names.filter((one) => one === name).length;
  return [...new Set([...wanted, ...recorded])]
    .filter((name) => count(wanted, name) !== count(recorded, name))
    .map(
      (name) =>
        `${count(recorded, name)} of ${plural(count(wanted, name), name)} of the timeline recorded`,
    );
}

/** The names of the events that a step is recorded as. */
function eventsOf(step: Step): string[] {
  if (step.do === "flap")
    return Array.from({ length: step.times }, () => ["withdraw", "announce"]).flat();
  const ends = step.do === "drop" || step.do === "reject";
  return ends ? [step.do, `${step.do}-end`] : [step.do];
}
