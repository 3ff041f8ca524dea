import type { Problem } from "../problem.js";
import { boundsProblems } from "./bounds.js";
import { chooserProblems } from "./choosers.js";
import { expectationProblems } from "./expectations.js";
import { payloadProblems } from "./payloads.js";
import { repeatProblems } from "./repeats.js";
import type { Sections } from "./sections.js";
import { sourcePortProblems } from "./source-ports.js";
import { timelineProblems } from "./timeline.js";
import { trafficIdProblems } from "./traffic-ids.js";

export { announcementProblems } from "./announcements.js";
export { linkProblems } from "./links.js";
export { type Entry, type Sections, sectionsOf } from "./sections.js";

const CHECKS = [
  trafficIdProblems,
  payloadProblems,
  sourcePortProblems,
  repeatProblems,
  chooserProblems,
  timelineProblems,
  expectationProblems,
  boundsProblems,
];

/** Everything that does not fit together within a scenario, without regard to its topology. */
export function scenarioProblems(sections: Sections): Problem[] {
  return CHECKS.flatMap((check) => check(sections));
}
