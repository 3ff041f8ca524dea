import type { Problem } from "../problem.js";
import type { Step } from "../step-schema.js";
import { opensLater, type Traffic } from "../traffic-schema.js";
import type { Entry, Sections } from "./sections.js";

/** Steps that come before what they build on: traffic that is not open yet, a device that has not withdrawn. */
export function timelineProblems(sections: Sections): Problem[] {
  const { traffic, trafficIds, timeline, references } = sections;
  const later = new Set(traffic.flatMap(({ value }) => (opensLater(value) ? [value.id] : [])));
  const open = new Set(trafficIds.map(({ value }) => value).filter((id) => !later.has(id)));
  const untold = new Set(traffic.flatMap(({ value }) => (tellsDevice(value) ? [] : [value.id])));
  let withdrawn = false;
  const problems: Problem[] = [];
  for (const { value: step, path } of timeline) {
    const say = (key: string, message: string, hint: string) =>
      problems.push({ code: "E_SCENARIO_REF", path: [...path, key], message, hint });
    const word = references.find(
      ({ kind, path: [section, index] }) =>
        (kind === "device" || kind === "returning-device") &&
        section === path[0] &&
        index === path[1],
    )?.names[0];
    if (word === "serving" && open.size === 0) {
      say(
        "device",
        "no traffic is open yet, so no device is serving",
        "name a device, or open traffic before",
      );
    } else if (word === "serving" && [...open].every((id) => untold.has(id))) {
      say(
        "device",
        "uploads and iperf do not tell which device is serving",
        "name a device, or open a download, keep-alive or held traffic before",
      );
    }
    if (word === "withdrawn" && !withdrawn) {
      say(
        "device",
        "no device has withdrawn before this step",
        "name a device, or withdraw one before",
      );
    }
    withdrawn ||= step.do === "withdraw" || step.do === "flap";
    if (step.do === "open" || step.do === "probe" || step.do === "abort")
      checkHeld(step, traffic, open, say);
    if (step.do === "open") open.add(step.traffic);
  }
  return [...problems, ...neverOpened(traffic, open)];
}

function checkHeld(
  step: Extract<Step, { do: "open" | "probe" | "abort" }>,
  traffic: Entry<Traffic>[],
  open: Set<string>,
  say: (key: string, message: string, hint: string) => void,
): void {
  const one = traffic.find(({ value }) => value.id === step.traffic)?.value;
  // Faulty or unknown traffic has been reported as such.
  if (!one) return;
  if (one.kind !== "held") {
    say(
      "traffic",
      `"${one.id}" is ${one.kind} traffic; ${step.do} is for held connections`,
      heldOnes(traffic),
    );
  } else if (step.do !== "open" && !open.has(one.id)) {
    say("traffic", `"${one.id}" is not open yet`, `put { do: open, traffic: ${one.id} } before`);
  } else if (step.do === "open" && open.has(one.id)) {
    say(
      "traffic",
      `"${one.id}" is open already`,
      "`later: true` keeps it closed until its one `open` step",
    );
  }
}

function heldOnes(traffic: Entry<Traffic>[]): string {
  const ids = traffic.flatMap(({ value }) => (value.kind === "held" ? [value.id] : []));
  return `held traffic: ${ids.join(", ") || "none"}`;
}

function neverOpened(traffic: Entry<Traffic>[], open: Set<string>): Problem[] {
  return traffic
    .filter(({ value }) => opensLater(value) && !open.has(value.id))
    .map(({ value, path }) => ({
      code: "E_SCENARIO_REF",
      path: [...path, "later"],
      message: `no step opens "${value.id}"`,
      hint: `add { do: open, traffic: ${value.id} } to the timeline`,
    }));
}

/** Whether its program learns of its device before the end: an upload is answered last, and iperf never names one. */
function tellsDevice(traffic: Traffic): boolean {
  if (traffic.kind === "curl") return traffic.direction === "download";
  return traffic.kind !== "iperf";
}
