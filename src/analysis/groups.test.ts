import { expect, test } from "vitest";
import { Groups } from "./groups.js";

/** Connections by label, so many of each, the first of them shifted. */
function counted(...groups: [label: string, connections: number, shifted: number][]): Groups {
  const counts = new Groups();
  for (const [label, connections, shifted] of groups) {
    for (let index = 0; index < connections; index++) counts.add(label, index < shifted);
  }
  return counts;
}

test("groups with a shift are told from those without any", () => {
  const groups = counted(["a", 5, 1], ["b", 3, 0], ["c", 4, 3], ["d", 2, 0]);
  expect(groups.splitByShift()).toEqual({
    hit: { label: "with shifted connections", connections: 9, shifted: 4 },
    others: { label: "others", connections: 5, shifted: 0 },
    hitCount: 2,
    count: 4,
    isWhole: true,
  });
});

test("the worst have most shifts, then most connections, whichever came first", () => {
  const groups = counted(["e", 2, 1], ["a", 9, 0], ["c", 2, 2], ["d", 7, 1], ["b", 2, 1]);
  expect(groups.worst(4).map(({ label }) => label)).toEqual(["c", "d", "b", "e"]);
});

test("what was counted elsewhere is added", () => {
  const groups = counted(["a", 2, 1]);
  groups.merge(counted(["a", 3, 2], ["b", 1, 0]).all());
  expect(groups.inOrder(["b", "a"])).toEqual([
    { label: "b", connections: 1, shifted: 0 },
    { label: "a", connections: 5, shifted: 3 },
  ]);
});
