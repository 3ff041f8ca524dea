import { expect, it } from "vitest";
import { MIDDLE_MEMBER } from "./fixtures/share-cases.js";
import { groupTraces } from "./traces.js";
import { outcomesText } from "./words.js";

it("folds connections by their end and devices, and loses none", () => {
  const groups = groupTraces(MIDDLE_MEMBER.connections);
  expect(groups.map(({ count, end, devices }) => [count, end, devices.join()])).toEqual([
    [67, "closed", "dest1"],
    [66, "closed", "dest3"],
    [34, "reset", "dest2,dest3"],
    [33, "reset", "dest2,dest1"],
  ]);
});

it("keeps a connection that its server cut apart from those that closed", () => {
  const [first, ...others] = MIDDLE_MEMBER.connections.filter(
    ({ outcome }) => outcome === "closed",
  );
  const connections = first ? [{ ...first, cut: true as const }, ...others] : [];
  const groups = groupTraces(connections);
  expect(groups.map(({ count, end }) => [count, end])).toEqual([
    [66, "closed"],
    [66, "closed"],
    [1, "cut"],
  ]);
  expect(outcomesText(connections)).toBe("132 closed / 1 cut");
});
