import { expect, test } from "vitest";
import { announcementProblems } from "./announcements.js";
import { sectionsOf } from "./sections.js";

/** What is said of a timeline such as `withdraw dest1, announce withdrawn`. */
function said(timeline: string, mitigation?: object): string[] {
  const steps = timeline.split(", ").map((text) => {
    const [verb, device] = text.split(" ");
    if (verb === "command") return { do: verb, node: "dest1", run: ["true"] };
    return verb === "flap"
      ? { do: verb, device, times: 1, down: "1s", up: "1s" }
      : { do: verb, device };
  });
  const sections = sectionsOf({ timeline: steps, mitigation });
  expect(sections.timeline.length).toBe(steps.length);
  return announcementProblems(sections).map(
    ({ path, message }) => `${String(path[1])}: ${message}`,
  );
}

test.each([
  "withdraw dest1, announce dest1, withdraw dest1",
  "withdraw dest1, announce withdrawn",
  "withdraw dest1, withdraw dest2, announce withdrawn, announce dest1",
  "flap dest1, withdraw dest1",
  "withdraw first, withdraw first",
  "withdraw first, announce dest1",
  "withdraw serving, announce dest2",
  "withdraw serving, announce dest1, withdraw serving",
  "withdraw dest1, announce serving",
  "withdraw dest1, withdraw dest2, announce dest1, announce withdrawn",
  "withdraw dest1, silence dest1",
  "withdraw dest1, command, withdraw dest1",
])("%s may be meant", (timeline) => {
  expect(said(timeline)).toEqual([]);
});

test.each([
  ["withdraw dest1, withdraw dest1", ["1: dest1 has withdrawn already"]],
  ["withdraw dest1, flap dest1", ["1: dest1 has withdrawn already"]],
  [
    "withdraw dest1, withdraw withdrawn",
    ["1: the device that withdrew last has withdrawn already"],
  ],
  ["withdraw serving, withdraw serving", ["1: serving has withdrawn already"]],
  ["announce dest1", ["0: dest1 announces already"]],
  ["announce serving", ["0: serving announces already"]],
  ["withdraw dest1, announce dest2", ["1: dest2 announces already"]],
  ["flap dest1, announce withdrawn", ["1: the device that withdrew last announces already"]],
  ["withdraw dest1, announce withdrawn, announce dest1", ["2: dest1 announces already"]],
])("%s cannot", (timeline, problems) => {
  expect(said(timeline)).toEqual(problems);
});

test("a mitigation that runs programs may have changed what is announced", () => {
  const at = { dest1: { commands: [["vtysh", "-c", "show version"]] } };
  expect(said("announce dest1", { name: "own", at })).toEqual([]);
  expect(said("announce dest1", { name: "own", at: { dest1: { sysctls: {} } } }).length).toBe(1);
});
