import { expect, it } from "vitest";
import { MIDDLE_MEMBER } from "./fixtures/share-cases.js";
import { groupTraces } from "./traces.js";

it("folds connections by their end and devices, and loses none", () => {
  const groups = groupTraces(MIDDLE_MEMBER.connections);
  expect(groups.map(({ count, outcome, devices }) => [count, outcome, devices.join()])).toEqual([
    [67, "closed", "dest1"],
    [66, "closed", "dest3"],
    [34, "reset", "dest2,dest3"],
    [33, "reset", "dest2,dest1"],
  ]);
});
