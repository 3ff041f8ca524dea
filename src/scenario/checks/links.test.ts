import { expect, test } from "vitest";
import { linkProblems } from "./links.js";
import { sectionsOf } from "./sections.js";

/** What is said of a timeline such as `down core dest1, up core last`. */
function said(timeline: string, mitigation?: object): string[] {
  const steps = timeline.split(", ").map((text) => {
    const [verb, ...link] = text.split(" ");
    if (verb === "command") return { do: verb, node: "core", run: ["true"] };
    return { do: `link-${verb}`, link };
  });
  const sections = sectionsOf({ timeline: steps, mitigation });
  expect(sections.timeline.length).toBe(steps.length);
  return linkProblems(sections).map(({ path, message }) => `${String(path[1])}: ${message}`);
}

test.each([
  "down core dest1, up core dest1, down core dest1",
  "down core last, up core last",
  "down core last, up core dest3",
  "down core dest3, up core first",
  "down core first, down core first, up core last, up core last",
  "down core first, down core dest2, up core last, down core dest2",
  "down core dest1, down dest1 core, up dest1 core, up core dest1",
  "command, up core dest1",
])("%s may be meant", (timeline) => {
  expect(said(timeline)).toEqual([]);
});

test.each([
  ["up core last", ["0: core has taken no link down before this step"]],
  ["up core dest1", ["0: core has not taken its link to dest1 down before this step"]],
  [
    "down core dest1, up core dest2",
    ["1: core has not taken its link to dest2 down before this step"],
  ],
  ["down core dest1, up dest1 core", ["1: dest1 has not taken its end of the link down: core has"]],
  [
    "down dest1 lb1, up core dest1",
    ["1: core has not taken its link to dest1 down before this step"],
  ],
  [
    "down core dest1, up core dest1, up core dest1",
    ["2: core has not taken its link to dest1 down before this step"],
  ],
  ["down lb1 dest1, up core first", ["1: core has taken no link down before this step"]],
  ["down core dest1, down core dest1", ["1: core has taken its link to dest1 down already"]],
])("%s cannot", (timeline, problems) => {
  expect(said(timeline)).toEqual(problems);
});

test("a mitigation that runs programs may have changed any link", () => {
  const at = { core: { commands: [["ip", "link"]] } };
  expect(said("up core dest1", { name: "own", at })).toEqual([]);
});
