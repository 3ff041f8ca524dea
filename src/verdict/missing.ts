import { type EventRecord, plural } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { CaseEvidence } from "./evidence.js";

/** Events that change what a router forwards: each is looked for in a FIB. */
const ROUTED = new Set(["withdraw", "announce", "prepend", "link-down", "link-up"]);

/** What the evidence of a whole case has and this one lacks: captures of its nodes, events of its timeline. */
export function whatIsMissing({ scenario, events, captures, facts }: CaseEvidence): string[] {
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
