import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { bgpInterfaces, nodeOf } from "./lab.js";
import { anycastMembers, expectedPaths } from "./paths.js";

const ringOf = (devices: number) =>
  shippedLab("cluster", { devices }).nodes.flatMap(({ name, interfaces }) =>
    interfaces.filter(({ ring }) => ring).map(({ peer }) => `${name} ${peer.node}`),
  );

test("each device is linked with the next, and the last with the first", () => {
  expect(ringOf(2)).toEqual(["dest1 dest2", "dest2 dest1"]);
  expect(ringOf(4)).toEqual([
    "dest1 dest2",
    "dest1 dest4",
    "dest2 dest1",
    "dest2 dest3",
    "dest3 dest2",
    "dest3 dest4",
    "dest4 dest3",
    "dest4 dest1",
  ]);
});

test("no BGP session runs over it, so no route does", () => {
  const lab = shippedLab("cluster", { devices: 4 });
  expect(bgpInterfaces(lab, nodeOf(lab, "dest1")).map(({ peer }) => peer.node)).toEqual(["core"]);
  expect(anycastMembers(lab, "core")).toEqual(["dest1", "dest2", "dest3", "dest4"]);
  for (const { nextHops } of expectedPaths(lab)) {
    for (const [router, neighbours] of nextHops) {
      if (router.startsWith("dest")) expect(neighbours).toEqual(["core"]);
    }
  }
});
